"""Conditional formats of a workbook of Excel 97: those with a number format show another number than is stored (MS-XLS 2.4.42, 2.5.80)."""

import struct
from collections.abc import Iterator

from pipelines.drop.workbooks.grid import BY_CONDITION, UnreadableWorkbook
from pipelines.drop.workbooks.number_format import NumberFormat, built_in_format, parse_format

CONDITION, NEWER_CONDITION = 0x01B1, 0x087A
PLACES = {CONDITION: 6, NEWER_CONDITION: 22}  # where their format begins
NO_RECORD = 0x0FFF
HAS_NUMBER, IS_OWN = 1 << 25, 1


def without_conditions(data: bytes, start: int, size: int) -> bytes:
    """Return a workbook in whose records no conditional format is to be seen, for the reader takes one with a number format for damage.

    Raises UnreadableWorkbook for one that changes what a number says.
    """
    found = list(_conditions(data, start, min(len(data), start + size)))
    if not found:
        return data
    changed = bytearray(data)
    for at, shown in found:
        if shown and shown.changes_numbers:
            raise UnreadableWorkbook(*BY_CONDITION)
        struct.pack_into("<H", changed, at, NO_RECORD)
    return bytes(changed)


def _conditions(data: bytes, at: int, end: int) -> Iterator[tuple[int, NumberFormat | None]]:
    """Yield where a conditional format stands, and its number format if it has one."""
    while at + 4 <= end:
        kind, size = struct.unpack_from("<HH", data, at)
        if kind in PLACES:
            yield at, _number_format(data[at + 4 + PLACES[kind] : at + 4 + size])
        at += 4 + size


def _number_format(body: bytes) -> NumberFormat | None:
    if len(body) < 8 or not int.from_bytes(body[:4], "little") & HAS_NUMBER:
        return None
    if not body[4] & IS_OWN:
        return built_in_format(body[7])
    length, is_wide = int.from_bytes(body[8:10], "little"), body[10:11] == b"\x01"
    text = body[11 : 11 + length * (2 if is_wide else 1)]
    return parse_format(text.decode("utf-16-le" if is_wide else "latin-1", errors="replace"))
