"""A hospital's own SQL: the folder that `shape` of a source names, beside the settings.

A file per table that the source fills, called after it, and `macros.sql` for the macros that they share.
"""

from pathlib import Path

from pipelines.settings.sections import Source

MACROS = "macros"


def read_own_sql(beside: Path, shape: str) -> dict[str, str]:
    """Return the texts of the files of a folder by their stems; none if the folder, which stands beside the settings, is not there."""
    return {path.stem: path.read_text(encoding="utf-8-sig") for path in sorted((beside / shape).glob("*.sql"))}


def selects_of(source: Source) -> dict[str, str]:
    """Return the selects of a source of another shape by the table that each makes."""
    return {name: text for name, text in source.own_sql.items() if name != MACROS}


def place_in(source: Source, name: str, line: int | None = None) -> str:
    """Return how a file of the folder, or a line of it, is called in a sentence."""
    return f"{source.shape}/{name}.sql" + (f", line {line}" if line else "")
