"""De-identifies the rows of a sheet: missing-value codes become blank, identifiers go, the patient number becomes a pseudonym."""

import re
import unicodedata
from dataclasses import dataclass

import polars as pl

from pipelines.raw.pseudonyms import IDENTIFIER, IDENTIFIER_IN_A_REMARK, Pseudonyms
from pipelines.settings.sections import Source, Table
from pipelines.settings.visible import INVISIBLE
from schemas.column import DASHES, NO_CODES, Column

MISSING = frozenset(
    {"", "-", "--", ".", "?", "na", "n/a", "#n/a", "nan", "nil", "none", "null", "unk", "unknown", "결측", "미상", "해당없음"}
    # HL7's null flavours, without those that say something (INV, OTH, QS, TRC …)
    | {"ni", "asku", "nask", "nav", "navu", "msk", "np", "unc"}
)
NOT_THERE = frozenset({"", "-", "--", ".", "na", "n/a", "#n/a", "nan", "nil", "none", "null", "np", "해당없음"})  # the others say: unknown
NO_NUMBER = r"^-9{2,5}(\.0+)?$"  # less than nothing, which no column of numbers can be
NO_DAY = r"^(9999[-./ ]?12[-./ ]?31|31[-./ ]12[-./ ]9999|12[-./ ]31[-./ ]9999|0000[-./]?00[-./]?00)( 00:00(:00(\.0+)?)?)?$"

SHORTEST_NUMBER = 4


def blank_missing(column: Column, source: Source, files: Table) -> pl.Expr:
    """Return the column with its missing-value codes blanked; a word that is a code of the column ("none", "NA") is kept.

    The settings' codes of a column may say that a word is missing (""), and, where the column is no code, what a word means
    (다발 -> multiple).
    """
    own = files.codes.get(column.name, {})
    words = {word.lower() for code, written in column.codes.items() for word in (code, *written)} | {word.lower() for word in own}
    if NO_CODES & column.codes.keys():
        words |= DASHES - {word for word in (*source.missing, *files.missing)}
    kept = blank_missing_of(column.name, words, source, files)
    if column.kind in ("number", "integer"):
        unknown = "|".join((NO_NUMBER, *(rf"^{number}(\.0+)?$" for number in column.numbers_for_unknown)))
        kept = pl.when(~_folded(column.name).str.contains(unknown)).then(kept).alias(column.name)
    elif column.kind in ("date", "datetime"):
        kept = pl.when(~_folded(column.name).str.contains(NO_DAY)).then(kept).alias(column.name)
    meanings = {word: code or None for word, code in own.items() if not code or not column.codes}
    if not meanings:
        return kept
    written = pl.col(column.name).str.strip_chars()
    return pl.when(written.is_in(list(meanings))).then(written.replace(meanings)).otherwise(kept).alias(column.name)


def blank_missing_of(name: str, codes: set[str], source: Source, files: Table) -> pl.Expr:
    """Return a column with the registry's, the source's and the table's missing-value codes blanked, `codes` excepted."""
    missing = sorted((MISSING | {word.lower() for word in (*source.missing, *files.missing)}) - codes)
    return pl.when(~_folded(name).is_in(missing)).then(pl.col(name)).alias(name)


def is_not_there(name: str) -> pl.Expr:
    """Say of the cells of a column whether nothing stands in them, not even that it is unknown."""
    return _folded(name).is_in(sorted(NOT_THERE))


def _folded(name: str) -> pl.Expr:
    """Return the text of a column as it is compared: a full-width dash is a dash, and what takes no room is nothing."""
    return pl.col(name).str.replace_all(f"[{INVISIBLE}]", "").str.normalize("NFKC").str.strip_chars().str.to_lowercase()


@dataclass(frozen=True)
class TellingColumns:
    """The columns that may tell who a patient is: the patient number; text that may repeat it; text in which they stand undashed.

    `width` is the number of digits to which the numbers were filled up with zeros, 0 if they stand as sent.
    """

    patient: str
    open_text: frozenset[str] = frozenset()
    free_text: frozenset[str] = frozenset()
    width: int = 0


def deidentify(rows: pl.DataFrame, columns: TellingColumns, pseudonyms: Pseudonyms) -> pl.DataFrame:
    """Return the rows with patient_id (pseudonym) and patient_id_status for the patient number, and without direct identifiers.

    A cell that holds a resident registration or telephone number is blanked; has_identifier says that the row had one. The patient's own
    number inside a cell of open text (a comment) becomes the pseudonym; in free text undashed identifiers are sought too.
    """
    patient_column = columns.patient
    texts = [name for name, kind in rows.schema.items() if kind == pl.String and name != patient_column]
    patterns = {name: IDENTIFIER_IN_A_REMARK if name in columns.free_text else IDENTIFIER for name in texts}
    seen = {name: pl.col(name).str.replace_all(f"[{INVISIBLE}]", "").str.normalize("NFKC") for name in texts}
    hits = {name: seen[name].str.contains(pattern).fill_null(False) for name, pattern in patterns.items()}
    rows = rows.with_columns(
        pl.any_horizontal(pl.lit(False), *hits.values()).alias("has_identifier"),
        *(pl.when(~hit).then(pl.col(name)).alias(name) for name, hit in hits.items()),
    )
    numbers = pseudonyms.of(rows[patient_column])
    rows = rows.with_columns(numbers.select(pseudonym="patient_id"))
    own = [pl.col(patient_column), *([pl.col(patient_column).str.strip_chars_start("0")] if columns.width else [])]
    for number in own:  # a text may have it as it was sent
        rows = _replace_own_number(rows, number, sorted(columns.open_text & set(texts)))
    return rows.drop(patient_column, "pseudonym").hstack(numbers)


def _replace_own_number(rows: pl.DataFrame, own: pl.Expr, texts: list[str]) -> pl.DataFrame:
    """Return the rows with the patient's number, where it stands inside another cell (a comment), as the pseudonym.

    Case and width of letters and digits do not matter.
    """
    number = own.str.normalize("NFKC").str.strip_chars().str.to_lowercase()
    is_long_enough = number.str.len_chars() >= SHORTEST_NUMBER  # "12" stands inside many a cell that names nobody
    for name in texts:
        cell = pl.col(name).str.normalize("NFKC").str.to_lowercase()
        holds = (is_long_enough & cell.str.contains(number, literal=True)).fill_null(False)
        if rows.select(holds.any()).item():
            cells = [
                _without(cell, own, pseudonym) if held else cell
                for cell, own, pseudonym, held in rows.select(name, number.alias("own"), "pseudonym", holds.alias("held")).rows()
            ]
            rows = rows.with_columns(pl.Series(name, cells, dtype=pl.String))
    return rows


def _without(cell: str, number: str, pseudonym: str) -> str:
    return re.sub(re.escape(number), pseudonym, unicodedata.normalize("NFKC", cell), flags=re.IGNORECASE)
