"""Records of a workbook of Excel 97 that change what others say, and that its reader does not look at.

A conditional format with a number format shows another number than is stored (MS-XLS 2.4.42, 2.5.80); and a sheet may say that its
results were not calculated before it was saved (2.4.331).
"""

import struct
from collections.abc import Iterator

from pipelines.drop.workbooks.grid import BY_CONDITION, UnreadableWorkbook
from pipelines.drop.workbooks.number_format import NumberFormat, built_in_format, parse_format

BEGIN, FORMULA, NOT_CALCULATED_YET, CONDITION, NEWER_CONDITION = 0x0809, 0x0006, 0x005E, 0x01B1, 0x087A
RESULT = 10  # where the result of a formula begins, in eight bytes
AN_ERROR = b"\x02\x00\x2b\x00\x00\x00\xff\xff"  # as a result: still waiting for data
PLACES = {CONDITION: 6, NEWER_CONDITION: 22}  # where their format begins
NO_RECORD = 0x0FFF
HAS_NUMBER, IS_OWN = 1 << 25, 1


def as_it_is_shown(data: bytes, start: int, size: int) -> bytes:
    """Return a workbook without conditional formats, for its reader takes one with a number format for damage.

    The results of a sheet that was not calculated are errors in it. Raises UnreadableWorkbook for a condition that changes what a
    number says.
    """
    changes: list[tuple[int, bytes]] = []
    is_calculated = True
    for kind, at, length in _records(data, start, min(len(data), start + size)):
        if kind == BEGIN:
            is_calculated = True
        elif kind == NOT_CALCULATED_YET:
            is_calculated = False
        elif kind == FORMULA and not is_calculated:
            changes.append((at + RESULT, AN_ERROR))
        elif kind in PLACES:
            shown = _number_format(data[at + 4 + PLACES[kind] : at + 4 + length])
            if shown and shown.changes_numbers:
                raise UnreadableWorkbook(*BY_CONDITION)
            changes.append((at, struct.pack("<H", NO_RECORD)))
    if not changes:
        return data
    changed = bytearray(data)
    for at, content in changes:
        changed[at : at + len(content)] = content
    return bytes(changed)


def _records(data: bytes, at: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Yield of each record its kind, where it stands, and the length of its body."""
    while at + 4 <= end:
        kind, length = struct.unpack_from("<HH", data, at)
        yield kind, at, length
        at += 4 + length


def _number_format(body: bytes) -> NumberFormat | None:
    if len(body) < 8 or not int.from_bytes(body[:4], "little") & HAS_NUMBER:
        return None
    if not body[4] & IS_OWN:
        return built_in_format(body[7])
    length, is_wide = int.from_bytes(body[8:10], "little"), body[10:11] == b"\x01"
    text = body[11 : 11 + length * (2 if is_wide else 1)]
    return parse_format(text.decode("utf-16-le" if is_wide else "latin-1", errors="replace"))
