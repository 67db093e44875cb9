"""Leads a number back to its patients and to the rows of the extracts behind the value of each."""

import polars as pl

from pipelines.trace.numbers import Number
from pipelines.trace.released import Released
from pipelines.trace.rows import rows_behind

PROVENANCE = ("row_key", "patient_id", "patient_id_status", "source", "source_file", "sheet", "source_row", "has_identifier")
NOT_SENT = (*PROVENANCE, "date_order", "decimal_mark")


def trace_number(released: Released, number: Number) -> pl.DataFrame:
    """Return one row per patient and row of an extract behind the patient's value; a patient without any row has one too."""
    patients = pl.DataFrame(
        {
            "number": [number.title] * len(number.patients),
            "patient": list(number.patients),
            "value": list(number.patients.values()),
        },
        schema=dict.fromkeys(("number", "patient", "value"), pl.String),
    )
    behind = rows_behind(released, number.column, patients["patient"].to_list()).rename({"patient_id": "patient"})
    sent = [_as_sent(released.raw(table), table, behind.filter(pl.col("table") == table)["row_key"]) for table in _tables(behind)]
    corrected = _corrections(released.corrected_cells)
    empty = dict.fromkeys(("table", "row_key", "source_file", "sheet", "source_row", "as_sent"), pl.String) | {"source_row": pl.Int64}
    rows = behind.join(pl.concat([pl.DataFrame(schema=empty), *sent]), on=["table", "row_key"], how="left", maintain_order="left_right")
    rules = released.findings.group_by("row_key").agg(findings=pl.col("rule").unique().sort().str.join(", "))
    rows = rows.join(corrected, on=["table", "row_key"], how="left", maintain_order="left").with_columns(
        pl.concat_str("as_sent", "corrections", separator="; ", ignore_nulls=True).alias("as_sent")
    )
    return patients.join(rows.drop("corrections"), on="patient", how="left", maintain_order="left_right").join(
        rules, on="row_key", how="left", maintain_order="left"
    )


def _corrections(cells: pl.DataFrame) -> pl.DataFrame:
    """Return what stands in the place of cells that were sent, one row per row of an extract."""
    said = pl.format("corrected to {}={} ({}, {}, {})", "field", "new_value", "query_no", "made_by", pl.col("day").cast(pl.String))
    return cells.group_by("table", "row_key").agg(corrections=said.str.join("; "))


def _tables(behind: pl.DataFrame) -> list[str]:
    return behind["table"].unique().sort().to_list()


def _as_sent(raw: pl.DataFrame, table: str, keys: pl.Series) -> pl.DataFrame:
    """Return file, sheet, row and text of the rows; exact duplicates have one key, and all are shown."""
    rows = raw.filter(pl.col("row_key").is_in(keys.to_list()))
    cells = [pl.format("{}={}", pl.lit(name), pl.col(name)) for name in raw.columns if name not in NOT_SENT]
    text = pl.concat_str(cells, separator="; ", ignore_nulls=True)
    return rows.select(pl.lit(table).alias("table"), "row_key", "source_file", "sheet", "source_row", as_sent=text)
