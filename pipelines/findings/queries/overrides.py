"""Puts the values that people gave into the raw cells, after loading and before the gate; no extract is ever edited.

When a value holds, and what happens where it does not, says sql/queries/overrides.sql.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import duckdb

from pipelines.findings.queries.query_log import last_said
from pipelines.warehouse.build_tables import fill_table
from pipelines.warehouse.table_files import required_schema, table_columns
from schemas.column import PATIENT_ID

HAS_IDENTIFIER = "has_identifier"  # of a row of which a cell was blanked; what is asked about it is what should stand there
CELL = ("field", "old_digest", "row_digest", "new_value")


def given_values(log: Iterable[Mapping[str, Any]]) -> list[tuple]:
    """Return, as queries.given_values has them, the answers that give a value and were followed by no other answer of a person."""
    return [
        (
            move["query_no"],
            move["staged_table"],
            move["patient"],
            *(cell[name] for name in CELL),
            move["made_by"],
            move["day"],
            move.get("columns") == HAS_IDENTIFIER,
        )
        for move in last_said(log)
        for cell in move.get("cells") or ()
    ]


def apply_overrides(connection: duckdb.DuckDBPyConnection, log: Iterable[Mapping[str, Any]]) -> None:
    """Put each value that holds into its cell of the raw layer; the row keeps the key of what was sent."""
    given = given_values(log)
    fill_table(connection, "queries.given_values", given)
    places = sorted({(table, field) for _, table, _, field, *_ in given})
    for table, field in places:
        connection.execute(
            f"insert into queries.given_cells select g.query_no, g.field, r.row_key, r.{field}, {cell_digest(field)} from raw.{table} as r "
            f"join queries.given_values as g on coalesce(r.patient_id, '') = g.patient and {row_digest(table, field)} = g.row_digest "
            f"where g.\"table\" = '{table}' and g.field = '{field}'"
        )
    for table, field in places:
        connection.execute(
            f"update raw.{table} as r set {field} = nullif(g.new_value, ''), "
            f"{HAS_IDENTIFIER} = {HAS_IDENTIFIER} and not g.fills_blanked "
            f"from queries.given_values as g, queries.given_cells as c "
            f"where g.query_no = c.query_no and g.field = c.field and r.row_key = c.row_key and c.cell_digest = g.old_digest "
            f"and g.\"table\" = '{table}' and g.field = '{field}'"
        )


def cell_digest(field: str) -> str:
    """Return the SQL of the digest of a cell of the raw row `r`."""
    return f"md5(coalesce(r.{field}, chr(0)))"


def row_digest(table: str, field: str) -> str:
    """Return the SQL of the digest of the cells that say what the raw row `r` is about, without the column `field`."""
    cells = [f"coalesce(r.{name}, chr(0))" for name in entity_cells(table) if name != field]
    return f"md5(concat_ws(chr(31), '', {', '.join(cells)}))" if cells else "md5('')"


def entity_columns(table: str) -> list[str]:
    """Return the columns by which the schema of a staged table says what a row is about, besides whose it is."""
    return [name for name in getattr(required_schema("staging", table), "KEY", ()) if name != PATIENT_ID.name]


def entity_cells(table: str) -> list[str]:
    """Return the raw columns from which these are read."""
    sent = {column.name for column in table_columns(table)}
    sent_as = getattr(required_schema("staging", table), "SENT_AS", {})
    return [name for name in (sent_as.get(column, column) for column in entity_columns(table)) if name in sent]
