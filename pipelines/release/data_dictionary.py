"""Writes the data dictionary of a release: every column of every table with its type, unit and meaning, from the schemas."""

import csv
from pathlib import Path

import duckdb

from pipelines.warehouse.build_tables import built_tables, table_types
from pipelines.warehouse.table_files import layer_tables, table_columns, table_schema

PROVENANCE = {
    "row_key": "md5 of the row's content: the row's name in every layer",
    "patient_id": "Pseudonym of the patient",
    "patient_id_status": "whether the patient number was read: ok, missing or unreadable",
    "source": "the source of registry.toml",
    "source_file": "the file in the drop",
    "sheet": "the sheet of a workbook",
    "source_row": "the line, sheet row or record number in the file",
    "has_identifier": "whether a direct identifier was blanked in a cell of the row",
}


def write_data_dictionary(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Write one row per column that a release holds: layer, table, column, type, unit, meaning, codes."""
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(("layer", "table", "column", "type", "unit", "meaning", "codes"))
        for table in layer_tables("staging"):
            contract = {column.name: column for column in table_columns(table)}
            for name, kind in table_types(connection, "accepted", table).items():
                column = contract.get(name)
                if name in PROVENANCE or column is None:
                    out.writerow(("accepted", table, name, kind, "", _meaning(name, contract, table), ""))
                elif column.is_published:
                    out.writerow(("accepted", table, name, kind, column.unit, column.meaning, " | ".join(column.codes)))
        for table in built_tables(connection, "cohort"):
            meanings = getattr(table_schema("cohort", table), "MEANING", {})
            for name, kind in table_types(connection, "cohort", table).items():
                out.writerow(("cohort", table, name, kind, "", meanings.get(name, PROVENANCE.get(name, "")), ""))


def _meaning(name: str, contract: dict, table: str) -> str:
    status_of = name.removesuffix("_status")
    if name in PROVENANCE:
        return PROVENANCE[name]
    if status_of in contract and status_of != name:
        return f"whether {status_of} was read: ok, partial, missing or unreadable"
    return table_schema("staging", table).DERIVED.get(name, "")
