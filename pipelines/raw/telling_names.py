"""Asks about names of files and sheets that hold an identifier; they are read, for outside the restricted zone they are numbers."""

import re
import unicodedata

import duckdb

from pipelines.drop.sheet import Sheet
from pipelines.raw.pseudonyms import IDENTIFIER
from pipelines.warehouse.build_tables import fill_table
from schemas.raw.drop import NAME_HOLDS_NO_IDENTIFIER


def note_telling_name(connection: duckdb.DuckDBPyConnection, table: str, sheet: Sheet) -> None:
    """Store a finding where the name of a sheet that was read, or of its file, holds what looks like a resident or telephone number."""
    if any(re.search(IDENTIFIER, unicodedata.normalize("NFKC", name)) for name in (sheet.file, sheet.name)):
        rule = NAME_HOLDS_NO_IDENTIFIER
        fill_table(connection, "raw.unknown_headers", [(table, rule.id, sheet.file, sheet.name, rule.message)])
