"""Delimited text to rows: CSV and its relatives, with the physical line on which every record starts.

A row that does not have as many cells as the header is quarantined with its line and never shifted into other columns.
"""

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import chain, islice
from typing import Any

import polars as pl

from pipelines.drop.decode import Text
from pipelines.drop.make_sheet import SheetOrigin, make_sheet
from pipelines.drop.row_widths import RowWidths, holds_no_text
from pipelines.drop.sheet import (
    LEADING_ROWS,
    BrokenRow,
    Ending,
    ReadOptions,
    Sheet,
    UnreadableDrop,
    count_known,
    find_header,
    is_blank,
    is_known_header,
)

DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}
BLOCK = 50_000  # rows that are Python lists at one time …
CELLS = 1_000_000  # … and cells
WIDEST = 20_000  # cells; a workbook can have 16,384 columns
LONGEST = 200_000  # characters of a line that are looked at to see how the file is written
SENSELESS = "text follows the quotation mark that closes a cell, or a cell is longer than 131,072 characters"
SHAPE = re.compile(r"\d")
SHORTEST_ID = 4  # characters
MARK = "\ufeff"
NULL = r"\N"  # of MySQL and PostgreSQL
FEW, LONG = 3, 8  # rows, and characters (of a day): a column of fewer, or of shorter cells, says nothing by its lengths
AS_FOUND = ReadOptions()
MANY = 5  # cells: a remark of several lines hardly makes so many of each
UNCLOSED = "unexpected end of data"  # what the csv module says when a file ends inside quotation marks


def read_delimited(
    text: Text,
    file: str,
    options: ReadOptions = AS_FOUND,
    header_words: frozenset[str] = frozenset(),
    on_rows: Callable[[int], None] | None = None,
) -> Sheet:
    """Return the sheet of a delimited file. `on_rows` is called with the number of rows read since its last call.

    A row may have more cells than the header if the additional ones are blank. Raises UnreadableDrop: CV-001 for a
    quotation mark that is not closed, for a last line that breaks off and for a footer with another number of rows;
    CV-002 for trouble with the header, also if most rows do not fit it.
    """
    lines = (line.removeprefix(MARK) for line in text.lines())  # one file pasted below another brings its mark along
    sample = list(islice(lines, LEADING_ROWS))
    looked_at = [line[:LONGEST] for line in sample]
    separator, skip = _find_delimiter(looked_at, options.delimiter, header_words)
    broken: list[BrokenRow] = []
    reader = csv.reader(
        chain([""] * skip, sample[skip:], lines),
        delimiter=separator,
        strict=True,
        skipinitialspace=_has_blanks_before_quotes(looked_at, separator),
    )
    records = _read_records(reader, file, broken)
    leading = list(islice(records, LEADING_ROWS))
    at = find_header(file, leading, header_words, is_below=options.each_sheet) if leading or not broken else -1
    line, header = leading[at] if leading else (0, [])
    if len(header) == 1 and _is_line_in_a_cell(header[0], header_words):
        wrong = "each line of it stands in quotation marks as one cell"
        raise UnreadableDrop(file, wrong, "export it without them, for they hide its delimiter", rule="CV-002", line=line)
    above = [row for row in broken if row.source_row < line] if leading else broken
    if above and not (header and is_known_header(header, header_words)):
        wrong = f"the line, in which the header may be, cannot be read: {above[0].reason}"
        raise UnreadableDrop(file, wrong, "correct it in the source and send the file again", rule="CV-002", line=above[0].source_row)
    if holds_no_text(header):
        remedy = "check the encoding of this file in registry.toml, or send the file again"
        raise UnreadableDrop(file, "the header holds bytes that are no text", remedy, rule="CV-005", line=line)
    widths = RowWidths(header, separator, broken)
    widths.counted_out["above_header"] = sum(not is_blank(row) for _, row in leading[:at]) + skip + len(above)
    del broken[: len(above)]
    frames = [_frame([], [], [], widths.full)]
    for block in _blocks(chain(leading[at + 1 :], records), widths):
        frames.append(block)
        if on_rows:
            on_rows(block.height)
    if widths.last_short and not text.ends_with_newline:
        wrong = "the last line breaks off and the file looks truncated"
        raise UnreadableDrop(file, wrong, "send the whole file again", line=widths.last_short)
    rows = widths.part(pl.concat(frames))
    ragged = [row for row in broken if row.rule == "CV-028"]
    if len(ragged) >= 10 and len(ragged) > rows.height:
        share = f"{len(ragged)} of {len(ragged) + rows.height} rows"
        raise UnreadableDrop(
            file,
            f"{share} do not have the {widths.named} cells of the header in line {line}",
            "check the header and say the delimiter for this file in registry.toml",
            rule="CV-002",
            line=ragged[0].source_row,
        )
    origin = SheetOrigin(file, "", text.encoding, options.footer_counts_rows, header_words, leading[:at])
    sheet = make_sheet(origin, header, rows.drop("width"), broken, widths.counted_out)
    return replace(sheet, ending=_ending(text, sheet, rows, widths))


def _is_line_in_a_cell(cell: str, header_words: frozenset[str]) -> bool:
    """Say whether a cell is a line of cells of its own, as where a table of one column was saved that held lines of another."""
    return any(count_known(cell.replace('"', "").split(mark), header_words) > 1 for mark in DELIMITERS.values())


def _ending(text: Text, sheet: Sheet, rows: pl.DataFrame, widths: RowWidths) -> Ending:
    """Return how the text ends. Its last row is whole if a footer counts it, or its last cell is closed, or as long as all others."""
    if text.ends_with_newline or sheet.is_counted or not sheet.rows.height or sheet.rows["source_row"][-1] != widths.last_line:
        return Ending(text.ends_with_newline)
    cells = rows[f"c{widths.named - 1}"].str.len_chars()
    is_closed = rows["width"][-1] > widths.named or text.last_line.rstrip().endswith('"')
    is_as_long = len(cells) > FEW and cells.n_unique() == 1 and (cells[0] or 0) >= LONG
    return Ending(has_newline=False, doubtful_row=None if is_closed or is_as_long else widths.last_line)


def _blocks(records: Iterable[tuple[int, list[str]]], widths: RowWidths) -> Iterator[pl.DataFrame]:
    full, named = widths.full, widths.named
    block = max(1, min(BLOCK, CELLS // full))
    cells: list[list[str]] = []
    lines: list[int] = []
    sizes: list[int] = []
    for line, row in records:
        widths.last_short, widths.last_line, size = 0, line, len(row)
        if size != full or (named < full and any(row[named:])):
            fitted = widths.fit(line, row)
            if fitted is None:
                continue
            row = fitted
        cells.append(row)
        lines.append(line)
        sizes.append(size)
        if len(cells) == block:
            yield _frame(cells, lines, sizes, full)
            cells, lines, sizes = [], [], []
    if cells:
        yield _frame(cells, lines, sizes, full)


def _frame(cells: list[list[str]], lines: list[int], sizes: list[int], width: int) -> pl.DataFrame:
    schema = {f"c{i}": pl.String for i in range(width)}
    frame = pl.DataFrame(cells, schema=schema, orient="row")
    filled = pl.when((pl.all() != "") & (pl.all() != NULL)).then(pl.all())
    return frame.select(filled, pl.Series("source_row", lines, dtype=pl.Int64), pl.Series("width", sizes, dtype=pl.UInt32))


def _read_records(reader: Any, file: str, broken: list[BrokenRow]) -> Iterator[tuple[int, list[str]]]:
    """Yield every record with the line on which it starts; one whose quotation marks make no sense goes to `broken`.

    If such a record has run over several lines, its opening mark was never closed, and what it swallowed cannot be
    told apart.
    """
    width = 0  # of the last record of one line
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if reader.line_num > line or str(error) == UNCLOSED:
                raise _not_closed(file, line) from None
            broken.append(BrokenRow(line, "CV-028", SENSELESS))
        else:
            if reader.line_num > line and _has_swallowed_rows(row, width, reader.dialect.delimiter):
                raise _not_closed(file, line)
            width = width if reader.line_num > line else len(row)
            if len(row) <= WIDEST:
                yield line, row
            else:
                broken.append(BrokenRow(line, "CV-028", f"the row has {len(row)} cells"))


def _not_closed(file: str, line: int) -> UnreadableDrop:
    wrong = "a quotation mark that opens in this line is not closed, or the file is truncated"
    return UnreadableDrop(file, wrong, "close or double the mark, or send the whole file again", line=line)


def _has_swallowed_rows(row: list[str], width: int, delimiter: str) -> bool:
    """Say whether a record of several lines is several rows.

    It is where a line inside a cell begins as a row does, with a first cell of the same letters and digits, and a delimiter; or
    where each of its lines has as many cells as a row, two of them with digits, as where `"call back` in the remark of one row
    is closed by `phoned"` in that of a later one.
    """
    lines = [line.split(delimiter) for line in delimiter.join(row).splitlines()]
    is_as_wide = len(lines) > 1 and len({len(cells) for cells in lines}) == 1 and MANY <= len(lines[0]) in (width, len(row))
    if is_as_wide and all(sum(bool(SHAPE.search(cell)) for cell in cells) > 1 for cells in lines):
        return True
    shape = SHAPE.sub("0", row[0].strip())
    if len(shape) < SHORTEST_ID or "0" not in shape:
        return False
    starts = (line.partition(delimiter) for cell in row for line in cell.splitlines()[1:])
    return any(found and SHAPE.sub("0", first.strip()) == shape for first, found, _ in starts)


def _has_blanks_before_quotes(sample: list[str], delimiter: str) -> bool:
    """Say whether cells in quotation marks stand behind a blank: `1, "AST", "45"`."""
    mark = re.escape(delimiter)
    outside = re.sub(rf'(?<![^{mark}\r\n])"(?:[^"]|"")*"(?=[{mark}\r\n]|$)', "", "".join(sample))
    return delimiter != " " and bool(re.search(rf'(?:{mark}|^) +"', outside, re.MULTILINE))


def _find_delimiter(sample: list[str], declared: str, header_words: frozenset[str]) -> tuple[str, int]:
    """Return the delimiter, and 1 if the first line is Excel's `sep=;` and no row.

    Among comma, semicolon, tab and pipe it is the one under which a row has most known header words, then the one
    that gives most of the first rows the same number of cells, then the one that gives more cells. A file of one
    column has none: comma.
    """
    first = sample[0].rstrip("\r\n") if sample else ""
    skip = int(len(first) == 5 and first.lower().startswith("sep="))
    if declared != "auto":
        return DELIMITERS.get(declared, declared), skip
    if skip:
        return first[4], skip
    scores = {}
    for delimiter in DELIMITERS.values():
        try:
            rows = [row for row in csv.reader(sample, delimiter=delimiter) if not is_blank(row)]
        except csv.Error:  # a cell that goes on and on: its quotation mark is not closed under this delimiter
            continue
        widths = Counter(len(row) for row in rows if len(row) > 1)
        if widths:
            width, times = max(widths.items(), key=lambda item: (item[1], item[0]))
            known = max(count_known(row, header_words) for row in rows) if header_words else 0
            scores[delimiter] = (known, times / len(rows), width)
    return max(scores, key=scores.__getitem__, default=","), skip
