"""What happens to a row's cells at the door: missing-value codes become blank, identifiers go, the patient number becomes a pseudonym."""

import polars as pl

from pipelines.pseudonym import IDENTIFIER, IDENTIFIER_IN_FREE_TEXT, pseudonymise
from pipelines.settings import Settings, Source, Table
from schemas.column import Column

MISSING = frozenset(
    {"", "-", "--", ".", "?", "na", "n/a", "#n/a", "nan", "nil", "none", "null", "unk", "unknown", "결측", "미상", "해당없음"}
)


def blank_missing(column: Column, source: Source, files: Table) -> pl.Expr:
    """Return the column with its missing-value codes blanked; a word that is a code of the column ("none", "NA") is kept."""
    words = {word.lower() for code, written in column.codes.items() for word in (code, *written)}
    return blank_missing_of(column.name, words | {word.lower() for word in files.codes.get(column.name, {})}, source, files)


def blank_missing_of(name: str, codes: set[str], source: Source, files: Table) -> pl.Expr:
    """Return a column with the registry's, the source's and the table's missing-value codes blanked, `codes` excepted."""
    missing = sorted((MISSING | {word.lower() for word in (*source.missing, *files.missing)}) - codes)
    return pl.when(~pl.col(name).str.strip_chars().str.to_lowercase().is_in(missing)).then(pl.col(name)).alias(name)


def pass_door(rows: pl.DataFrame, patient_column: str, free_text: set[str], settings: Settings, key: bytes) -> pl.DataFrame:
    """Return the rows with patient_id (pseudonym) and patient_id_status for the patient number, and without direct identifiers.

    A cell that holds a resident registration or mobile telephone number is blanked; has_identifier says that the row had one.
    """
    texts = [name for name, kind in rows.schema.items() if kind == pl.String and name != patient_column]
    hits = {
        name: pl.col(name).str.contains(IDENTIFIER_IN_FREE_TEXT if name in free_text else IDENTIFIER).fill_null(False) for name in texts
    }
    rows = rows.with_columns(
        pl.any_horizontal(pl.lit(False), *hits.values()).alias("has_identifier"),
        *(pl.when(~hit).then(pl.col(name)).alias(name) for name, hit in hits.items()),
    )
    return rows.drop(patient_column).hstack(pseudonymise(rows[patient_column], key, settings.registry.patient_id_pattern))
