"""Rows of a sheet as nearly every program writes them, found without a parser, which would take three times as long.

A piece of a sheet is plain if it is whole rows of cells with an address, a style, a kind and a value, and nothing else:
then the number of its tags is known from the cells that were found. Any other piece is left to the parser.
"""

import re
from collections.abc import Iterator

ROW_END = b"</row>"
LONGEST = 1 << 24  # bytes without the end of a row that are kept together
CELL = re.compile(
    r'<c r="([A-Z]{1,3})([1-9]\d{0,6})"(?: s="(\d{1,6})")?(?: t="(\w+)")?'
    r'(/>|><v>([^<&]+)</v></c>|><is><t(?: xml:space="preserve")?>([^<&]*)</t></is></c>)'
)
ROW_NUMBER = re.compile(r'<row(?: [a-zA-Z0-9:]+="[^"]*")*? r="(\d+)"')
PlainCell = tuple[str, str, str, str, str, str, str]  # column, row, style, kind, all behind them, value, inline text


def cut_at_rows(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Yield what comes before the first row, then pieces of whole rows, then the rest."""
    before, is_started = b"", False
    for chunk in chunks:
        data = before + chunk
        start = 0
        if not is_started and (start := data.find(b"<row")) > 0:
            yield data[:start]
            is_started = True
        end = data.rfind(ROW_END) + len(ROW_END) if is_started else 0
        if end >= len(ROW_END) and end > max(start, 0):
            yield data[max(start, 0) : end]
            before = data[end:]
        elif len(data) > LONGEST:
            yield data[max(start, 0) :] if is_started else data
            before = b""
        else:
            before = data[max(start, 0) :] if is_started else data
    yield before


def find_plain_cells(piece: bytes) -> list[PlainCell] | None:
    """Return the cells of a plain piece; None for one that a parser must read."""
    if not piece.startswith(b"<row") or b"\r" in piece or b"<!" in piece:
        return None
    try:
        text = piece.decode("utf-8")
    except UnicodeDecodeError:
        return None
    cells: list[PlainCell] = CELL.findall(text)
    blank = sum(cell[4] == "/>" for cell in cells)
    valued = sum(bool(cell[5]) for cell in cells)
    numbers = [int(cell[1]) for cell in cells]
    if numbers != sorted(numbers) or not {str(number) for number in numbers} <= set(ROW_NUMBER.findall(text)):
        return None  # rows in another order, or a cell of another row among them
    tags = text.count("<row ") + text.count("</row>") + blank + 4 * valued + 6 * (len(cells) - blank - valued)
    return cells if tags == text.count("<") else None
