"""Delimited text to rows: CSV and its relatives, with the physical line on which every record starts.

A row that does not have as many cells as the header is quarantined with its line and never shifted into other columns.
"""

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice

import polars as pl

from pipelines.drop.decode import Text
from pipelines.drop.sheet import (
    LEADING_ROWS,
    NOT_TEXT,
    BrokenRow,
    Sheet,
    SheetOrigin,
    UnreadableDrop,
    count_known,
    find_header,
    is_blank,
    is_subtotal,
    make_sheet,
)

DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}
BLOCK = 50_000  # rows that are Python lists at one time
SENSELESS = "text follows the quotation mark that closes a cell, or a cell is longer than 131,072 characters"
UNCLOSED = "unexpected end of data"  # what the csv module says when a file ends inside quotation marks


def read_delimited(
    text: Text,
    file: str,
    *,
    delimiter: str = "auto",
    header_words: frozenset[str] = frozenset(),
    on_rows: Callable[[int], None] | None = None,
) -> Sheet:
    """Return the sheet of a delimited file. `on_rows` is called with the number of rows read since its last call.

    A row may have more cells than the header if the additional ones are blank. Raises UnreadableDrop: CV-001 for a
    quotation mark that is not closed and for a last line that breaks off; CV-002 for trouble with the header, also if
    most rows do not fit it.
    """
    lines = text.lines()
    sample = list(islice(lines, LEADING_ROWS))
    separator, skip = _find_delimiter(sample, delimiter, header_words)
    broken: list[BrokenRow] = []
    records = _read_records(chain([""] * skip, sample[skip:], lines), separator, file, broken)
    leading = list(islice(records, LEADING_ROWS))
    at = find_header(file, leading, header_words)
    line, header = leading[at]
    if _holds_no_text(header):
        remedy = "check the encoding of this file in registry.toml, or send the file again"
        raise UnreadableDrop(file, "the header holds bytes that are no text", remedy, rule="CV-005", line=line)
    shape = _Shape(header, broken)
    shape.counted_out["above_header"] = sum(not is_blank(row) for _, row in leading[:at]) + skip
    frames = []
    for block in _blocks(chain(leading[at + 1 :], records), shape):
        frames.append(block)
        if on_rows:
            on_rows(block.height)
    if shape.last_short and not text.ends_with_newline:
        raise UnreadableDrop(
            file,
            "the last line breaks off and the file looks truncated",
            "send the whole file again",
            line=shape.last_short,
        )
    rows = pl.concat([_frame([], [], shape.full), *frames])
    ragged = [row for row in shape.broken if row.rule == "CV-028"]
    if len(ragged) >= 10 and len(ragged) > rows.height:
        share = f"{len(ragged)} of {len(ragged) + rows.height} rows"
        raise UnreadableDrop(
            file,
            f"{share} do not have the {shape.least} cells of the header in line {line}",
            "check the header and say the delimiter for this file in registry.toml",
            rule="CV-002",
            line=ragged[0].source_row,
        )
    return make_sheet(
        SheetOrigin(file, encoding=text.encoding),
        header,
        rows,
        broken=shape.broken,
        counted_out=shape.counted_out,
    )


class _Shape:
    """The number of cells that a header asks for, and the rows that do not have it."""

    def __init__(self, header: list[str], broken: list[BrokenRow]) -> None:
        self.full = len(header)  # blank header cells at the end may or may not be there in a row
        self.least = max(i for i, cell in enumerate(header, 1) if cell.strip())
        self.broken = broken
        self.counted_out = {"blank": 0, "subtotal": 0, "above_header": 0}
        self.last_short = 0  # the line of the last row if it has too few cells

    def fit(self, line: int, row: list[str]) -> list[str] | None:
        """Return the row with as many cells as the header, or None if it is no row of data; cells are never moved."""
        if is_blank(row):
            self.counted_out["blank"] += 1
        elif self.least <= len(row) <= self.full or (len(row) > self.full and is_blank(row[self.full :])):
            return row[: self.full] + [""] * (self.full - len(row))
        elif is_subtotal(row):
            self.counted_out["subtotal"] += 1
        elif _holds_no_text(row):
            self.broken.append(BrokenRow(line, "CV-005", "the row holds bytes that are no text in the file's encoding"))
        else:
            reason = f"the row has {len(row)} cells and the header has {self.least}"
            self.broken.append(BrokenRow(line, "CV-028", reason))
            self.last_short = line if len(row) < self.least else 0
        return None


def _blocks(records: Iterable[tuple[int, list[str]]], shape: _Shape) -> Iterator[pl.DataFrame]:
    full = shape.full
    cells: list[list[str]] = []
    lines: list[int] = []
    for line, row in records:
        shape.last_short = 0
        if len(row) != full:
            fitted = shape.fit(line, row)
            if fitted is None:
                continue
            row = fitted
        cells.append(row)
        lines.append(line)
        if len(cells) == BLOCK:
            yield _frame(cells, lines, full)
            cells, lines = [], []
    if cells:
        yield _frame(cells, lines, full)


def _frame(cells: list[list[str]], lines: list[int], width: int) -> pl.DataFrame:
    schema = {f"c{i}": pl.String for i in range(width)}
    frame = pl.DataFrame(cells, schema=schema, orient="row")
    filled = [pl.when(pl.col(name) != "").then(pl.col(name)) for name in schema]
    return frame.select(*filled, pl.Series("source_row", lines, dtype=pl.Int64))


def _read_records(lines: Iterable[str], delimiter: str, file: str, broken: list[BrokenRow]) -> Iterator[tuple[int, list[str]]]:
    """Yield every record with the line on which it starts; one whose quotation marks make no sense goes to `broken`.

    If such a record has run over several lines, its opening mark was never closed, and what it swallowed cannot be
    told apart.
    """
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if reader.line_num > line or str(error) == UNCLOSED:
                raise UnreadableDrop(
                    file,
                    "a quotation mark that opens in this line is not closed, or the file is truncated",
                    "close or double the mark, or send the whole file again",
                    line=line,
                ) from None
            broken.append(BrokenRow(line, "CV-028", SENSELESS))
        else:
            yield line, row


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


def _holds_no_text(row: list[str]) -> bool:
    return any(character in cell for cell in row for character in NOT_TEXT[1:-1])
