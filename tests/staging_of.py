"""Opens a warehouse whose raw tables hold what a test draws as text, and builds staging from them as a run does."""

import atexit
import datetime as dt
from functools import cache

import duckdb
import polars as pl

from pipelines.contract import raw_tables, table_columns
from pipelines.load_pages import ORIGIN
from pipelines.reference import build_reference
from pipelines.settings import Settings
from pipelines.warehouse import SQL, build_layer, build_table, open_warehouse

AS_OF = dt.date(2024, 12, 31)
# Two hospitals that number the sexes the other way round; the second has a unit and a word of its own.
SETTINGS = Settings.model_validate(
    {
        "registry": {"name": "Drawn by hand", "as_of": AS_OF},
        "readers": {"R1": "reader", "R2": "reader", "ADJ": "adjudicator"},
        "sources": {
            "seoul": {"tables": {"patients": {"files": ["*.csv"], "codes": {"sex": {"1": "M", "2": "F"}}}}},
            "busan": {
                "tables": {
                    "patients": {"files": ["*.csv"], "codes": {"sex": {"1": "F", "2": "M"}}},
                    "labs": {"files": ["*.csv"], "codes": {"test": {"L3105": "AST"}}, "units": {"AFP": {"U": 0.5, "iu/ml": 1.0}}},
                    "lesions": {"files": ["*.csv"], "codes": {"role": {"N": "NONTARGET"}}},
                }
            },
        },
    }
)
# One good row of every table, as a hospital writes it: a test names only what differs.
GOOD = {
    "patients": {"birth_date": "1955-03-02", "sex": "M", "dx_code": "C22.0", "hcc_dx_date": "2021-11-03"},
    "assessments": {
        "assessment_date": "2022-03-01",
        "ecog": "1",
        "ascites": "none",
        "encephalopathy": "none",
        "child_pugh_score": "5",
        "child_pugh_class": "A",
        "bclc": "C",
        "etiology": "HBV",
        "largest_tumour_cm": "9.6",
        "tumour_count": "4",
        "portal_vein_invasion": "Y",
        "metastasis": "N",
        "height_cm": "168.5",
        "weight_kg": "62.4",
    },
    "labs": {
        "test": "AST",
        "value": "45",
        "unit": "U/L",
        "lower_limit": "0",
        "upper_limit": "40",
        "collected_at": "2022-03-01 06:10",
        "specimen_id": "S1",
    },
    "drug_administrations": {
        "administration_date": "2022-03-01",
        "drug": "5-FU",
        "route": "HA",
        "cycle_no": "1",
        "day_no": "1",
        "dose": "850",
        "dose_unit": "mg",
        "bsa_m2": "1.70",
    },
    "procedures": {"procedure_date": "2021-12-01", "procedure": "TACE", "detail": "right hepatic artery"},
    "imaging_reads": {
        "exam_id": "E1",
        "exam_date": "2022-04-12",
        "read_date": "2022-04-14",
        "reader_id": "R1",
        "modality": "CT",
        "course": "HAIC",
        "timepoint": "1",
        "target_response": "PR",
        "non_target_response": "IR/SD",
        "new_lesion": "N",
        "overall_response": "PR",
        "sum_viable_mm": "42",
        "sum_total_mm": "55",
    },
    "lesions": {
        "exam_id": "E1",
        "exam_date": "2022-04-12",
        "reader_id": "R1",
        "lesion_id": "T1",
        "role": "TARGET",
        "organ": "LIVER",
        "viable_mm": "42",
        "total_mm": "55",
        "arterial_enhancement": "Y",
    },
    "follow_up": {"last_contact_date": "2024-05-31", "vital_status": "ALIVE"},
    "adverse_events": {
        "term": "Nausea",
        "grade": "2",
        "start_date": "2022-03-04",
        "end_date": "2022-03-11",
        "action": "NONE",
    },
}
WRITTEN = {
    "patient_id": "P1",
    "patient_id_status": "ok",
    "source": "seoul",
    "source_file": "drawn.csv",
    "source_row": 2,
    "has_identifier": False,
    "date_order": "ymd",
    "decimal_mark": ".",
}
POLARS = {"varchar": pl.String, "bigint": pl.Int64, "boolean": pl.Boolean}


def put_raw(connection: duckdb.DuckDBPyConnection, table: str, rows: list[dict]) -> None:
    """Write raw.<table> as drawn: each row is the good one with its changes; None is a blank cell."""
    schema = {name: POLARS[kind] for name, kind in ORIGIN.items()} | {column.name: pl.String for column in table_columns(table)}
    drawn = [{**WRITTEN, "row_key": f"{table}-{number:03d}", **GOOD[table], **row} for number, row in enumerate(rows)]
    unknown = {name for row in drawn for name in row} - schema.keys()
    assert not unknown, f"raw.{table} has no column {sorted(unknown)}"
    connection.register("drawn", pl.DataFrame([{name: row.get(name) for name in schema} for row in drawn], schema=schema))
    connection.execute(f"create or replace table raw.{table} as select * from drawn")
    connection.unregister("drawn")


def open_raw(tables: dict[str, list[dict]], settings: Settings = SETTINGS) -> duckdb.DuckDBPyConnection:
    """Return a warehouse with the drawn raw tables (those not named are empty) and all of staging."""
    connection = open_warehouse()
    build_reference(connection, settings, AS_OF)
    for table in raw_tables():
        put_raw(connection, table, tables.get(table, []))
    build_layer(connection, "staging")
    return connection


def stage(table: str, *rows: dict) -> list[dict]:
    """Return the rows of one staging table that come of the drawn raw rows, in their order."""
    connection = _with_reference()
    put_raw(connection, table, list(rows))
    build_table(connection, SQL / "staging" / f"{table}.sql", "staging")
    return connection.sql(f"select * from staging.{table} order by row_key").pl().to_dicts()


def read(expression: str, *arguments: object) -> object:
    """Return what an expression on the reading macros gives for these arguments."""
    return _with_reference().execute(f"select {expression}", list(arguments)).fetchall()[0][0]


def read_all(expression: str, texts: list[str]) -> list[object]:
    """Return what an expression on the column `t` gives for each text."""
    connection = _with_reference()
    connection.register("texts", pl.DataFrame({"place": range(len(texts)), "t": texts}, schema={"place": pl.Int64, "t": pl.String}))
    rows = connection.execute(f"select {expression} from texts order by place").fetchall()
    connection.unregister("texts")
    return [value for (value,) in rows]


@cache
def _with_reference() -> duckdb.DuckDBPyConnection:
    connection = open_warehouse()
    build_reference(connection, SETTINGS, AS_OF)
    atexit.register(_with_reference.cache_clear)
    return connection
