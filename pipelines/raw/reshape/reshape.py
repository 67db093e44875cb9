"""Turns the sheets of a table into its shape, as the settings say: files joined, one row per result, texts read in their parts.

What the settings do not speak of stays as it is. Every row keeps the file and line that it comes from; a row of the file may
become several rows of the table, one per result or per repeated part.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import polars as pl

from pipelines.drop.sheet import Sheet, UnreadableDrop
from pipelines.raw.deidentify import blank_missing_of
from pipelines.settings.sections import Source, Table
from pipelines.settings.text_template import Template, read_template
from pipelines.warehouse.table_files import required_schema, table_columns
from schemas.column import Units


def reshape_sheet(sheet: Sheet, table: str, files: Table, source: Source | None = None) -> Sheet:
    """Return a sheet in the shape of its table: `wide`, `parts` and `given` of the settings, in this order.

    `source` is where the table comes from, and has words for missing of its own. Raises UnreadableDrop (CV-002)
    where a file has a column that the settings say for every row.
    """
    sheet = unpivot(sheet, files.wide, table)
    kinds = {column.name: column.kind for column in table_columns(table)}
    for header, written in files.parts.items():
        templates = [read_template(one, kinds) for one in _listed(written)]
        position = _position(sheet, header)
        if position is not None and any(template.is_of_blanks for template in templates):
            cells = blank_missing_of(f"c{position}", set(), source or Source(tables={}), files)
            sheet = replace(sheet, rows=sheet.rows.with_columns(cells.fill_null("")))
        sheet = read_parts(sheet, header, templates)
    return give(sheet, files.given)


def unpivot(sheet: Sheet, wide: Mapping[str, Mapping[str, str]], table: str) -> Sheet:
    """Return one row per filled cell of the columns that the settings list, with what their headers stand for; blank cells make no row.

    A row without any result makes none, and is counted among the blank ones.
    """
    found = {header: position for header in wide if (position := _position(sheet, header)) is not None}
    if not found:
        return sheet
    units: Units = required_schema("staging", table).UNITS
    names = list(dict.fromkeys(name for header in found for name in wide[header]))
    others = [position for position in range(len(sheet.header)) if position not in found.values()]
    kept = [pl.col(f"c{position}").alias(f"c{at}") for at, position in enumerate(others)]
    at = len(others)
    results = [
        sheet.rows.filter(pl.col(f"c{position}").str.contains(r"\S")).select(
            *kept,
            pl.col(f"c{position}").alias(f"c{at}"),
            *(pl.lit(wide[header].get(name), pl.String).alias(f"c{at + place}") for place, name in enumerate(names, 1)),
            "source_row",
        )
        for header, position in found.items()
    ]
    rows = pl.concat(results).sort("source_row", maintain_order=True)
    without = sheet.rows.height - rows["source_row"].n_unique()
    return replace(
        sheet,
        header=(*(sheet.header[position] for position in others), units.value, *names),
        rows=rows,
        counted_out=sheet.counted_out | {"blank": sheet.counted_out.get("blank", 0) + without},
    )


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
