"""Holds the names that a table's settings use against its columns, codes and units."""

from collections.abc import Iterator

from pipelines.settings.nearest import nearest
from pipelines.settings.sections import Table
from pipelines.settings.text_template import WrongTemplate, read_template
from pipelines.warehouse.reference_files import listed_rows
from pipelines.warehouse.table_files import table_columns, table_schema
from schemas.column import Column, Units

UNANSWERED = "?"  # what a draft writes where only the hospital knows; never a value, so that a line put in force unread is refused
IS = "is"  # of a wide header: the column of the table in which its cells belong


def wrong_names_of_table(where: str, table: str, files: Table) -> Iterator[str]:
    """Yield a sentence for each name in the settings of a table (`where`) that its contract does not have."""
    columns = {column.name: column for column in table_columns(table)}
    units: Units | None = getattr(table_schema("staging", table), "UNITS", None)
    if files.patient_id_column:
        yield f"{where}.patient_id_column: only for a source of another shape; here say it in headers"
    for header, column in files.headers.items():
        if column and column not in columns:  # "" leaves the column outside
            yield f"{where}.headers: {header!r} stands for {column}, which {table} does not have{nearest(column, columns)}"
    yield from _wrong_codes(where, table, files, columns)
    yield from _wrong_units(where, table, files, columns, units)
    yield from _wrong_shapes(where, table, files, columns, units)


def _wrong_codes(where: str, table: str, files: Table, columns: dict[str, Column]) -> Iterator[str]:
    for column, book in files.codes.items():
        if column not in columns:
            yield f"{where}.codes: {table} has no column {column}{nearest(column, columns)}"
            continue
        known = columns[column].codes
        if any(not word.strip() for word in book):
            yield f"{where}.codes.{column}: a blank cell has no code; a form of parts says what it means (docs/shapes.md)"
        for word, code in book.items():
            if code == UNANSWERED:
                yield f'{where}.codes.{column}: what {word!r} means is not answered yet; say a code, or "" for a missing value'
            elif known and code and code not in known:  # "" is a missing value
                yield f"{where}.codes.{column}: {code!r} is no code of this column; it has {', '.join(known)}"


def _wrong_units(where: str, table: str, files: Table, columns: dict[str, Column], units: Units | None) -> Iterator[str]:
    for name, unit in files.unit_of.items():
        written = [row["written"] for row in listed_rows("measure_units") if name in columns and row["unit"] == columns[name].unit]
        if not written:
            measures = [column.name for column in columns.values() if column.unit in _units_of_measures()]
            yield f"{where}.unit_of: {name} is no column of {table} that has a length or a weight{nearest(name, measures)}"
        elif unit.lower() not in written:
            yield f"{where}.unit_of.{name}: {unit!r} is no unit in which it can be read; say one of {', '.join(written)}"
    if files.units and not units:
        yield f"{where}.units: {table} has no tests with units of their own; the unit of a column stands in unit_of"
        return
    measured = columns[units.column].codes if units else {}
    for word in files.units:
        if units and word not in measured:
            yield f"{where}.units: there is no {units.column} {word}{nearest(word, measured)}"


def _units_of_measures() -> set[str]:
    return {row["unit"] for row in listed_rows("measure_units")}


def _wrong_shapes(where: str, table: str, files: Table, columns: dict[str, Column], units: Units | None) -> Iterator[str]:
    for header, meaning in files.wide.items():
        yield from _wrong_meaning(f"{where}.wide: {header!r}", (table, files), meaning, columns, units)
    for header, written in files.parts.items():
        for one in [written] if isinstance(written, str) else written:
            try:
                read_template(one, {column.name: column.kind for column in columns.values()})
            except WrongTemplate as error:
                yield f"{where}.parts: {header!r} is read as {one!r}, and {error}"
    for name, value in files.given.items():
        if name not in columns:
            yield f"{where}.given: {table} has no column {name}{nearest(name, columns)}"
        elif value == UNANSWERED:
            yield f"{where}.given.{name}: what it is in every row is not answered yet; say it, or delete the line"


def _wrong_meaning(
    header: str, of: tuple[str, Table], meaning: dict[str, str], columns: dict[str, Column], units: Units | None
) -> Iterator[str]:
    table, files = of
    for name, text in meaning.items():
        column = text if name == IS else name
        known = columns[column].codes if column in columns else {}
        own = {word: () for word in files.codes.get(name, {})}
        if column not in columns:
            yield f"{header} says {column}, which {table} does not have{nearest(column, columns)}"
        elif text == UNANSWERED:
            yield f"{header} says {name}, and which is not answered yet"
        elif name != IS and known and not _is_word(text, known | own):
            yield f"{header} stands for the {name} {text!r}, which is not known{nearest(text, known)}"
    if units and units.column not in meaning:
        yield f"{header} says no {units.column}"
    if not units and IS not in meaning:
        yield f'{header} says no column of {table} in which its cells belong: {IS} = "…"'
    if not units and len(meaning) == 1 and IS in meaning:
        yield f"{header} is {meaning[IS]} and says nothing else: name it in headers"


def _is_word(text: str, codes: dict[str, tuple[str, ...]]) -> bool:
    """Say whether a text is a code, or one of the ways in which codes are written."""
    return any(text.casefold() in (code.casefold(), *map(str.casefold, written)) for code, written in codes.items())
