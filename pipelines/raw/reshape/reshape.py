"""Turns the sheets of a table into its shape, as the settings say: files joined, one row per result, texts read in their parts.

What the settings do not speak of stays as it is. Every row keeps the file and line that it comes from; a row of the file may
become several rows of the table, one per result or per repeated part.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import polars as pl

from pipelines.drop.sheet import Sheet, UnreadableDrop
from pipelines.raw.deidentify import blank_missing, is_not_there
from pipelines.settings.sections import Source, Table
from pipelines.settings.table_names import IS
from pipelines.settings.text_template import Template, read_template
from pipelines.warehouse.table_files import required_schema, table_columns
from schemas.column import Units

BLANK_IN_LIST = "(blank)"  # no form of a text, so that it is asked about


def reshape_sheet(sheet: Sheet, table: str, files: Table, source: Source | None = None) -> Sheet:
    """Return a sheet in the shape of its table: `wide`, `parts` and `given` of the settings, in this order.

    `source` is where the table comes from, and has words for missing of its own. Raises UnreadableDrop (CV-002)
    where a file has a column that the settings say for every row.
    """
    sheet = unpivot(sheet, table, files, source or Source(tables={}))
    for header, templates in _templates(table, files).items():
        sheet = read_parts(_with_blanks_as(sheet, header, templates, ""), header, templates)
    return give(sheet, files.given)


def mark_blanks(sheet: Sheet, table: str, files: Table) -> Sheet:
    """Return a sheet that is to be joined, with a mark in its blank cells where a template says what a blank means.

    What is meant is that the file has no row of a patient: one that is in the list of deaths without a day is not alive.
    """
    for header, templates in _templates(table, files).items():
        sheet = _with_blanks_as(sheet, header, templates, BLANK_IN_LIST)
    return sheet


def _templates(table: str, files: Table) -> dict[str, list[Template]]:
    kinds = {column.name: column.kind for column in table_columns(table)}
    return {header: [read_template(one, kinds) for one in _listed(written)] for header, written in files.parts.items()}


def _with_blanks_as(sheet: Sheet, header: str, templates: Sequence[Template], text: str) -> Sheet:
    position = _position(sheet, header)
    if position is None or not any(template.is_of_blanks for template in templates):
        return sheet
    name = f"c{position}"
    return replace(sheet, rows=sheet.rows.with_columns(pl.when(~is_not_there(name)).then(pl.col(name)).fill_null(text).alias(name)))


def unpivot(sheet: Sheet, table: str, files: Table, source: Source) -> Sheet:
    """Return one row per result that stands in a column of its own, with what its header stands for; blank cells make no row.

    Headers that stand for the same but for the column in which their cells belong (`is`) make one row: the viable and the total diameter of
    T1. A row of the file without any result makes none, and is counted among the blank ones.
    """
    found = {header: position for header in files.wide if (position := _position(sheet, header)) is not None}
    if not found:
        return sheet
    units: Units | None = getattr(required_schema("staging", table), "UNITS", None)
    rows_of = _rows_of_headers({header: files.wide[header] for header in found}, units.value if units else "")
    values = list(dict.fromkeys(value for cells, _ in rows_of for value in cells))
    names = list(dict.fromkeys(name for _, meaning in rows_of for name in meaning))
    others = [position for position in range(len(sheet.header)) if position not in found.values()]
    cells_of = {column.name: blank_missing(column, source, files) for column in table_columns(table) if column.name in values and not units}
    results = []
    for cells, meaning in rows_of:
        row = [pl.col(f"c{position}").alias(f"c{at}") for at, position in enumerate(others)]
        for value in values:
            row.append((pl.col(f"c{found[cells[value]]}") if value in cells else pl.lit(None, pl.String)).alias(value))
        one = sheet.rows.select(*row, *(pl.lit(meaning.get(name), pl.String).alias(f"is {name}") for name in names), "source_row")
        one = one.with_columns(cells_of[value].alias(value) for value in values if value in cells_of)
        results.append(one.filter(pl.any_horizontal(pl.col(value).str.contains(r"\S").fill_null(False) for value in cells)))
    rows = pl.concat(results).sort("source_row", maintain_order=True)
    without = sheet.rows.height - rows["source_row"].n_unique()
    header = (*(sheet.header[position] for position in others), *values, *names)
    return replace(
        sheet,
        header=header,
        rows=rows.rename({old: f"c{at}" for at, old in enumerate(rows.columns[:-1])}),
        counted_out=sheet.counted_out | {"blank": sheet.counted_out.get("blank", 0) + without},
    )


def _rows_of_headers(wide: Mapping[str, Mapping[str, str]], value: str) -> list[tuple[dict[str, str], dict[str, str]]]:
    """Return, for each row that a row of the file makes, the header of every value in it, and what these headers stand for."""
    found: list[tuple[dict[str, str], dict[str, str]]] = []
    for header, said in wide.items():
        meaning = {name: text for name, text in said.items() if name != IS}
        place = said.get(IS, value)
        cells = next((cells for cells, other in found if other == meaning and place not in cells), None)
        if cells is None:
            found.append((cells := {}, meaning))
        cells[place] = header
    return found


def read_parts(sheet: Sheet, header: str, templates: Sequence[Template]) -> Sheet:
    """Return the sheet with the parts of one column's texts in columns of their own, in the place of that column.

    The first template that a text has the form of reads it. A text of no form stands whole in every column that it would fill: it is
    unreadable there, and never looks like a blank. A blank cell says nothing, but where a template is made of meanings alone.
    """
    position = _position(sheet, header)
    if position is None:
        return sheet
    names = list(dict.fromkeys(name for template in templates for name in template.columns))
    said = [(text, row) for text in sheet.rows[f"c{position}"].unique().drop_nulls() for row in _say(text, templates, names)]
    width = len(sheet.header)
    schema = {"text": pl.String, "row": pl.Int64} | {f"c{width + at}": pl.String for at in range(len(names))}
    meanings = pl.DataFrame(
        [(text, place, *(row.get(name) for name in names)) for place, (text, row) in enumerate(said)], schema=schema, orient="row"
    )
    rows = sheet.rows.with_row_index("line").join(meanings, left_on=f"c{position}", right_on="text", how="left").sort("line", "row")
    kept = [at for at in range(width + len(names)) if at != position]
    return replace(
        sheet,
        header=tuple([*sheet.header, *names][at] for at in kept),
        rows=rows.select(*(pl.col(f"c{at}").alias(f"c{to}") for to, at in enumerate(kept)), "source_row"),
    )


def give(sheet: Sheet, given: Mapping[str, str]) -> Sheet:
    """Return the sheet with a column for everything that the settings say of all its rows."""
    for name in given:
        if _position(sheet, name) is not None:
            raise UnreadableDrop(
                sheet.shown or sheet.file,
                f"the settings give every row the same {name}, and the file has a column of this name",
                "take it out of given in registry.toml, or leave the column outside by headers",
                rule="CV-002",
            )
    columns = [pl.lit(text).alias(f"c{len(sheet.header) + at}") for at, text in enumerate(given.values())]
    return replace(sheet, header=(*sheet.header, *given), rows=sheet.rows.select(pl.exclude("source_row"), *columns, "source_row"))


def _say(text: str, templates: Sequence[Template], names: Iterable[str]) -> Iterator[dict[str, str]]:
    read = next((said for template in templates if (said := template.read(text)) is not None), None)
    yield from read if read is not None else [dict.fromkeys(names, text)]


def _position(sheet: Sheet, header: str) -> int | None:
    """Return where a header stands; signs count, for "Neut" and "Neut %" are two columns."""
    return next((position for position, own in enumerate(sheet.header) if _plain(own) == _plain(header)), None)


def _plain(header: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", header).casefold().split())


def _listed(written: str | Sequence[str]) -> list[str]:
    return [written] if isinstance(written, str) else list(written)
