"""The rows below a header to a sheet: which are rows, and which are blank, a header again, a subtotal or a footer.

Every format ends here, so that they are counted out in one way only.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from pipelines.drop.footer import Footer
from pipelines.drop.footer_rows import find_footers, find_part, find_wrong_count, read_above
from pipelines.drop.sheet import NOT_TEXT, SUBTOTALS, BrokenRow, Sheet, UnreadableDrop, count_known, fold_header

DIGIT = re.compile("[0-9]")
ONLY_A_PART = "it says here that only a part of the rows is in it"
WHOLE_OR_NO_COUNT = "send the whole file again, or say footer_counts_rows = false for it in registry.toml if its number is none of rows"
ALL_OF_THEM = "export all of them, without a limit, and send the whole file"
LAST_ROWS = (65_536, 1_048_576)  # of a sheet of Excel 97, and of today's: what is more is lost where a program writes or saves it
NEARLY_ALL = 0.9  # of the rows of a sheet that are filled where it is full
FIRST = 20  # columns
PROTECTED = r'^="((?:[^"]|"")*)"\s*$'  # a formula of one text, as ="00000001", which keeps Excel from reading it as a number
FEWEST_KNOWN = 2  # words of a header, and more than half of the filled cells; or one in its own column, among more cells


@dataclass(frozen=True)
class SheetOrigin:
    """Which file a sheet is of, its name where the file has several, how it is encoded, and what is known of its header and footer."""

    file: str
    name: str = ""
    encoding: str = ""
    footer_counts_rows: bool = True
    header_words: frozenset[str] = frozenset()
    above: Sequence[tuple[int, Sequence[str | None]]] = ()  # the lines above the header, with their numbers


def make_sheet(
    origin: SheetOrigin,
    header: Sequence[str | None],
    rows: pl.DataFrame,
    broken: Sequence[BrokenRow] = (),
    counted_out: dict[str, int] | None = None,
) -> Sheet:
    """Return the sheet of a header and the rows below it.

    Blank, repeated, subtotal and footer rows and lines of dashes are counted out, undecodable ones are quarantined.
    Columns at the right end without a header and without a cell are not columns. Raises UnreadableDrop: CV-001 if a
    footer gives another number of rows, or is an error of the database; CV-002 for a header again in another order.
    """
    headers = [re.sub(PROTECTED, r"\1", cell or "").strip() for cell in header]
    rows = _without_protection(rows)
    while headers and not headers[-1] and rows[f"c{len(headers) - 1}"].is_null().all():
        rows = rows.drop(f"c{len(headers) - 1}")
        headers.pop()
    columns = [f"c{i}" for i in range(len(headers))]
    rows = rows.select(*columns, pl.col("source_row").cast(pl.Int64))
    cells = pl.col(columns)
    repeated = _find_headers(origin, headers, rows)
    footers = find_footers(rows)
    kinds = {
        "blank": pl.all_horizontal(cells.is_null() | ~cells.str.contains(r"\S")),
        "repeated_header": pl.col("source_row").is_in(repeated),
        "footer": pl.col("source_row").is_in(list(footers)),
    }
    filled = rows.filter(~pl.any_horizontal(kinds.values()))
    kinds["subtotal"] = pl.col("source_row").is_in(_find_subtotals(columns, filled))
    kinds["undecodable"] = pl.any_horizontal(cells.str.contains(NOT_TEXT).fill_null(False))
    kind = pl.coalesce([pl.when(test).then(pl.lit(kind)) for kind, test in kinds.items()])
    marks = rows.select(kind.alias("kind"), "source_row")
    counts = dict.fromkeys(("blank", "repeated_header", "subtotal", "footer", "above_header"), 0) | (counted_out or {})
    for what in ("blank", "repeated_header", "subtotal", "footer"):
        counts[what] += int((marks["kind"] == what).sum())
    bad = marks.filter(pl.col("kind") == "undecodable")["source_row"]
    reason = "the row holds bytes that are no text in the file's encoding"
    unread = sorted([*broken, *(BrokenRow(line, "CV-005", reason) for line in bad)], key=lambda row: row.source_row)
    rows = rows.filter(marks["kind"].is_null())
    is_counted = _is_counted(origin, footers, rows["source_row"], [row.source_row for row in unread])
    _refuse_full(origin, rows, is_counted)
    return Sheet(
        file=origin.file,
        name=origin.name,
        header=tuple(headers),
        rows=rows,
        broken=tuple(unread),
        counted_out=counts,
        encoding=origin.encoding,
        is_counted=is_counted,
    )


def _without_protection(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the rows with each text that stands in a formula of its own, as ="00000001", as the text."""
    cells = pl.exclude("source_row")
    protected = [column.name for column in rows.select(cells.str.starts_with('="').any()) if column.item()]
    text = pl.col(protected).str.extract(PROTECTED).str.replace_all('""', '"', literal=True)
    return rows.with_columns(pl.when(text != "").then(text).when(text.is_null()).then(pl.col(protected))) if protected else rows


def _refuse_full(origin: SheetOrigin, rows: pl.DataFrame, is_counted: bool) -> None:
    """Raise UnreadableDrop (CV-001) for a table that ends with the last row of a sheet, if no footer says that it is whole."""
    last = rows["source_row"][-1] if rows.height and origin.encoding != "parquet" else 0
    if last in LAST_ROWS and rows.height >= NEARLY_ALL * last and not is_counted:
        wrong = f"it ends with row {last:,}, the last that a sheet of Excel can hold, so that further rows may be lost"
        raise UnreadableDrop(origin.file, wrong, "export the table as text, straight from the database, or in two files", line=last)


def _find_subtotals(columns: list[str], rows: pl.DataFrame) -> list[int]:
    """Return the lines that sum up others: their first cell says so, and is no value of its own.

    It may be one ("Total" bilirubin, a "Total" gastrectomy) where the first column holds words: there such a line is a row of
    the table if it fills more than half of the columns that most others fill.
    """
    first = pl.col(columns[0])
    says_so = first.str.strip_chars(" \t\r\n:").str.to_lowercase().is_in(SUBTOTALS).fill_null(False)
    marked, others = rows.filter(says_so), rows.filter(~says_so)
    if not marked.height or (others.height and others.select(first.str.contains(DIGIT.pattern).fill_null(False).all()).item()):
        return marked["source_row"].to_list()
    usual = [name for name in columns if 2 * others[name].is_not_null().sum() > others.height] if others.height else columns
    filled = pl.sum_horizontal(pl.col(name).is_not_null() for name in usual)
    return marked.filter(2 * filled <= len(usual))["source_row"].to_list()


def _find_headers(origin: SheetOrigin, headers: list[str], rows: pl.DataFrame) -> list[int]:
    """Return the lines that are the header again.

    Raises UnreadableDrop (CV-002) where it has another order, other words or another language from there on: the rows below it
    would be read into the columns of the first.
    """
    names = {fold_header(header) for header in headers} - {""}
    found = []
    for *row, line in _may_be_headers(headers, rows).iter_rows():
        cells = [fold_header(cell or "") for cell in row]
        if cells == [fold_header(header) for header in headers]:
            found.append(line)
            continue
        filled = sum(map(bool, cells))
        known = max(sum(cell in names for cell in cells), count_known(row, origin.header_words))
        in_place = not DIGIT.search("".join(cells)) and any(
            cell and cell == fold_header(header) for cell, header in zip(cells, headers, strict=True)
        )
        if (known >= FEWEST_KNOWN and 2 * known > filled) or (in_place and filled > FEWEST_KNOWN):
            wrong = "a header stands here again in another order or other words, so that the rows below it would be read into wrong columns"
            raise UnreadableDrop(origin.file, wrong, "send these rows as a file of their own", rule="CV-002", line=line)
    return found


def _may_be_headers(headers: list[str], rows: pl.DataFrame) -> pl.DataFrame:
    """Return the rows that begin as the header does, and those without a digit: a row has a number of a patient, or a day."""
    written = {spelling for header in headers if header for spelling in (header, header.lower(), header.upper(), header.title())}
    first = pl.coalesce(pl.all().exclude("source_row")).str.strip_chars()
    as_header, wordy = rows.filter(first.is_in(list(written))), rows.filter(first.is_not_null())
    for name in rows.columns[: min(FIRST, rows.width - 1)]:  # one after the other, for hardly a row is left behind the first
        wordy = wordy.filter(pl.col(name).is_null() | ~pl.col(name).str.contains(DIGIT.pattern))
    if wordy.height:
        wordy = wordy.filter(~pl.any_horizontal(pl.exclude("source_row").str.contains(DIGIT.pattern).fill_null(False)))
    return pl.concat([as_header, wordy]).unique("source_row").sort("source_row")


def _is_counted(origin: SheetOrigin, footers: dict[int, Footer], lines: pl.Series, unread: list[int]) -> bool:
    """Say whether a footer below all rows counts them; raise UnreadableDrop (CV-001) if one gives another number."""
    failed = next((line for line, footer in footers.items() if footer.tells_failure), None)
    if failed:
        wrong = "the database says here that the export failed"
        raise UnreadableDrop(origin.file, wrong, "export the table again and send the whole file", line=failed)
    if not origin.footer_counts_rows:
        return False
    above = read_above(origin.above)
    part = find_part(above | footers, lines.len() + len(unread))
    if part:
        raise UnreadableDrop(origin.file, ONLY_A_PART, ALL_OF_THEM, line=part)
    for line, footer in above.items():
        if footer.rows is not None and not lines.len() <= footer.rows <= lines.len() + len(unread):
            wrong = f"it says above the header that there are {footer.rows} rows, and {lines.len() + len(unread)} were read"
            raise UnreadableDrop(origin.file, wrong, WHOLE_OR_NO_COUNT, line=line)
    wrong_count = find_wrong_count(footers, lines, unread)
    if wrong_count:
        line, claimed, read = wrong_count
        raise UnreadableDrop(
            origin.file,
            f"the footer says that there are {claimed} rows, and {read} were read",
            WHOLE_OR_NO_COUNT,
            line=line,
        )
    end = max([*lines.tail(1), *unread[-1:]], default=0)
    goes_on = next((line for line, footer in footers.items() if footer.goes_on and line > end), None)
    if goes_on:
        raise UnreadableDrop(origin.file, ONLY_A_PART, ALL_OF_THEM, line=goes_on)
    return any(line > end and footer.rows is not None for line, footer in footers.items())
