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
HAS_NUMBER, HAS_FONT, IS_OWN = 1 << 25, 1 << 26, 1
FLAGS_LENGTH, HOW_SHOWN, LEFT_OPEN, STRUCK = 6, 68, 88, 0x80  # within the font of a condition: how it is shown, and what it leaves open


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
            body = data[at + 4 + PLACES[kind] : at + 4 + length]
            shown = _number_format(body)
            if (shown and shown.changes_numbers) or _strikes_out(body):
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


def _strikes_out(body: bytes) -> bool:
    """Say whether a conditional format strikes out what it shows (MS-XLS 2.5.92, 2.5.240)."""
    flags = int.from_bytes(body[:4], "little")
    at = FLAGS_LENGTH + (_length_of_number(body) if flags & HAS_NUMBER else 0)
    if not flags & HAS_FONT or len(body) < at + LEFT_OPEN + 4:
        return False
    return bool(body[at + HOW_SHOWN] & STRUCK and not body[at + LEFT_OPEN] & STRUCK)


def _length_of_number(body: bytes) -> int:
    return int.from_bytes(body[FLAGS_LENGTH : FLAGS_LENGTH + 2], "little") if body[4:5] and body[4] & IS_OWN else 2


def _number_format(body: bytes) -> NumberFormat | None:
    if len(body) < 8 or not int.from_bytes(body[:4], "little") & HAS_NUMBER:
        return None
    if not body[4] & IS_OWN:
        return built_in_format(body[7])
    length, is_wide = int.from_bytes(body[8:10], "little"), body[10:11] == b"\x01"
    text = body[11 : 11 + length * (2 if is_wide else 1)]
    return parse_format(text.decode("utf-16-le" if is_wide else "latin-1", errors="replace"))
