"""Blanks the cells of released text in which the number or the name of another patient was typed; their rows are quarantined."""

import duckdb

from pipelines.raw.identifiers import Identifiers
from pipelines.warehouse.table_files import table_columns


def blank_telling_cells(connection: duckdb.DuckDBPyConnection, table: str, identifiers: Identifiers) -> None:
    """Blank them in a raw table, and let has_identifier say so; the patient's own number is the pseudonym by now."""
    for column in table_columns(table):
        if column.kind != "text" or column.number_of or column.name == "patient_id" or not column.is_published:
            continue
        cells = connection.sql(f"select distinct {column.name} from raw.{table} where {column.name} is not null").fetchall()
        texts = [text for (text,) in cells]
        for place in identifiers.telling_in_free_text(texts):
            connection.execute(
                f"update raw.{table} set {column.name} = null, has_identifier = true where {column.name} = ?", [texts[place]]
            )
