"""Writes the data dictionary of a release: every column of every table with type, unit, label, meaning and codes."""

import csv
from pathlib import Path

import duckdb

from pipelines.release.describe_columns import Codes, describe_columns, released_tables

HEADER = ("layer", "table", "column", "type", "unit", "label", "meaning", "codes", "separator")


def write_data_dictionary(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Write one row per column that a release holds; `codes` are "code = label | code = label" in the order of a factor."""
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(HEADER)
        for layer, tables in released_tables(connection).items():
            for table in tables:
                for column in describe_columns(connection, layer, table):
                    out.writerow(
                        (
                            layer,
                            table,
                            column.name,
                            column.type,
                            column.unit,
                            column.label,
                            column.meaning,
                            codes_in_words(column.codes),
                            column.separator,
                        )
                    )


def codes_in_words(codes: Codes) -> str:
    """Return codes and labels as one cell of the dictionary."""
    return " | ".join(f"{code} = {label}" for code, label in codes.items())
