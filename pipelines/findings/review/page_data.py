"""Shapes what the review page shows: the queries column by column, and of each patient what is drawn, as text in JSON.

The queries are read at once; the text of a patient is read by the page when the patient is opened.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import duckdb
import polars as pl

from pipelines.findings.queries.last_queries import PSEUDONYM
from pipelines.warehouse.table_files import raw_tables, table_columns, table_of
from schemas.role import Role

QUERY = (
    "query_no", "state", "is_new", "is_reopened", "days_open", "answer", "until_day", "hangs_on", "influence", "rule", "level", "table",
    "columns", "patient", "patient_number", "entity", "fingerprint", "source", "staged_table", "staged_row_key", "may_be_right", "raw",
    "arithmetic", "source_file", "sheet", "source_row", "message", "action", "could_change_en", "could_change_ko",
    "message_ko", "action_ko",
)  # fmt: skip
ROW = ("query_nos", "table", "file_no", "source_row", "cells")
FEW = 0.5  # of the values: a column of texts that repeat is sent as numbers of its different texts


def pack_queries(queries: pl.DataFrame) -> dict[str, Any]:
    """Return the columns of the queries: a list of values, or `{"texts": …, "codes": …}` where few texts repeat."""
    return {name: _packed(queries[name]) for name in QUERY}


def _packed(column: pl.Series) -> Any:
    texts = column.unique(maintain_order=True)
    if column.dtype != pl.String or len(texts) > FEW * len(column):
        return column.cast(pl.String).to_list() if column.dtype == pl.Date else column.to_list()
    places = {text: place for place, text in enumerate(texts.to_list())}
    return {"texts": texts.to_list(), "codes": [places[text] for text in column.to_list()]}


def pack_patients(connection: duckdb.DuckDBPyConnection, drawn: Iterable[Role], numbers: Mapping[str, str]) -> dict[str, str]:
    """Return what is drawn of each patient, by pseudonym: a list of rows per role, and the rows that queries are about.

    `numbers` are the hospital's own of exams and lesions by pseudonym, in whose place they stand.
    """
    parts: dict[str, list[str]] = defaultdict(list)
    for role in drawn:
        row = f"json_array({', '.join(role.columns[1:])})::varchar"
        select = f"select patient, string_agg({row}, ',' order by {row}) from {role.layer}.{table_of(role)} group by patient"
        for patient, rows in connection.execute(select).fetchall():
            parts[patient].append(f'"{table_of(role)}":[{rows}]')
    for patient, rows in _asked_rows(connection).items():
        parts[patient].append(f'"rows":{json.dumps(rows, ensure_ascii=False)}')
    said = {pseudonym: json.dumps(number, ensure_ascii=False)[1:-1] for pseudonym, number in numbers.items()}
    shown = [patient for (patient,) in connection.execute("select patient from queries.reviewed_patients order by patient").fetchall()]
    return {patient: PSEUDONYM.sub(lambda found: said.get(found[0], found[0]), "{" + ",".join(parts[patient]) + "}") for patient in shown}


def _asked_rows(connection: duckdb.DuckDBPyConnection) -> dict[str, list[list[Any]]]:
    """Return by patient the rows that queries are about, as `ROW`: each cell of the contract that holds anything, by name."""
    contract = {table: [column.name for column in table_columns(table) if column.name != "patient_id"] for table in raw_tables()}
    select = (
        'select r.patient, c.query_nos, c."table", f.file_no, c.source_row, c.cells from queries.asked_cells as c '
        'join queries.reviewed_rows as r using ("table", row_key) '
        "join queries.reviewed_files as f on r.source_file = f.source_file and r.sheet is not distinct from f.sheet order by all"
    )
    rows = defaultdict(list)
    for patient, query_nos, table, file_no, source_row, text in connection.execute(select).fetchall():
        cells = json.loads(text)
        held = [[name, cells[name]] for name in contract[table] if cells.get(name) is not None]
        rows[patient].append([query_nos, table, file_no, source_row, held])
    return rows


def files_of(connection: duckdb.DuckDBPyConnection) -> list[list[str | None]]:
    """Return the files and sheets in the order of their numbers, which begin with 1."""
    return [list(row) for row in connection.execute("select source_file, sheet from queries.reviewed_files order by file_no").fetchall()]


def fields_of() -> dict[str, list[str]]:
    """Return by table which fields a value can be given for."""
    return {
        table: [column.name for column in table_columns(table) if column.name != "patient_id" and not column.number_of]
        for table in raw_tables()
    }
