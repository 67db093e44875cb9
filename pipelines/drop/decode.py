"""Bytes to text: which encoding a file of a drop is in, and which of its lines are broken.

A wrong guess would corrupt units and drug names in silence, so an encoding is taken only where every byte fits it, or
all but a few lines do; otherwise the file is refused with the line and the setting that would help.
"""

import codecs
import io
import re
from dataclasses import dataclass
from itertools import islice

from pipelines.drop.sheet import UnreadableDrop

MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
KOREAN = ("cp949", "ms949", "uhc", "euckr", "ksc5601", "ksc56011987")  # one family: cp949 reads all of them
NAMES = {
    "auto": "auto", "utf8": "utf-8", "utf8sig": "utf-8",
    "utf16": "utf-16", "utf16le": "utf-16-le", "utf16be": "utf-16-be",
    "latin1": "latin-1", "iso88591": "latin-1", "cp1252": "cp1252", "windows1252": "cp1252",
} | dict.fromkeys(KOREAN, "cp949")  # fmt: skip
CUT_OFF = "it ends in the middle of a character and looks truncated"
LINE_END = re.compile(rb"\r\n|\n|\r")


@dataclass(frozen=True)
class Text:
    """The bytes of a file with the encoding they are in; `undecodable` are the lines that are broken, from 1.

    A broken line is still in the text, with U+FFFD where its bytes are no text.
    """

    data: bytes
    encoding: str
    undecodable: tuple[int, ...] = ()

    def lines(self) -> io.TextIOWrapper:
        """Return the physical lines, each with the line end that it has (CRLF, LF or CR)."""
        buffer = io.BytesIO(self.data)
        buffer.seek(len(_mark(self.data)))
        return io.TextIOWrapper(buffer, encoding=self.encoding, errors="replace", newline="")

    @property
    def last_line(self) -> str:
        """Return the end of the text, its last line or what of it stands in the last 400 bytes."""
        return self.data[-400:].decode(self.encoding, errors="ignore").rstrip("\r\n").rsplit("\n", 1)[-1].rsplit("\r", 1)[-1]

    @property
    def ends_with_newline(self) -> bool:
        """Say whether the last line is complete."""
        return self.data[-4:].decode(self.encoding, errors="ignore").endswith(("\n", "\r"))


def decode(data: bytes, file: str, declared: str = "auto") -> Text:
    """Return the text of a file's bytes. A byte order mark is believed before a declared encoding.

    `auto` tries UTF-8, then CP949 (KS X 1001 must be most of it: Latin-1 passes as CP949 by accident). If neither
    fits every byte, the one that fits more lines is taken, provided that it fits more than half of the lines that are
    not ASCII and that the others are at most 1 % of all lines (one line is always allowed). A declared 8-bit encoding
    needs the second condition only.
    Raises UnreadableDrop: CV-005 for a wrong encoding, CV-001 for bytes that are cut off in the middle of a
    character.
    """
    data = data.removesuffix(b"\x1a")  # the end mark of DOS
    encoding = NAMES.get(re.sub(r"[^a-z0-9]", "", declared.lower()))
    if encoding is None:
        remedy = "say one of utf-8, cp949, utf-16, latin-1 and cp1252"
        raise UnreadableDrop(file, f'there is no encoding "{declared}"', remedy, rule="CV-005")
    encoding = MARKS.get(_mark(data), encoding)
    if encoding.startswith("utf-16"):
        return _decode_utf16(data, file, encoding)
    if encoding == "auto" and (hint := _hint_utf16(data)):
        remedy = f'say encoding = "{hint}" for this file in registry.toml'
        raise UnreadableDrop(file, "it looks like UTF-16 without its mark", remedy, rule="CV-005")
    if encoding in ("latin-1", "cp1252") and not data.isascii() and _fits(data, "utf-8"):  # every file fits them, few are UTF-8 by accident
        remedy = 'say encoding = "utf-8" for this file in registry.toml, or leave it to the file ("auto")'
        raise UnreadableDrop(file, f"it is declared as {encoding} and is UTF-8", remedy, rule="CV-005")
    choices = [encoding]
    if encoding == "auto":
        choices = ["utf-8", "cp949"] if _is_korean(data) else ["utf-8"]
    for choice in choices:
        if _fits(data, choice):
            return Text(data, choice)
    return _decode_by_line(data, file, choices, is_declared=encoding != "auto")


def _decode_by_line(data: bytes, file: str, choices: list[str], *, is_declared: bool) -> Text:
    lines = LINE_END.split(data)
    beyond_ascii = [number for number, line in enumerate(lines, 1) if not line.isascii()]
    broken = {choice: [n for n in beyond_ascii if not _fits(lines[n - 1], choice)] for choice in choices}
    best = min(choices, key=lambda choice: len(broken[choice]))
    bad = broken[best]
    if bad and bad[-1] == len(lines) and _is_cut_off(lines[-1], best):
        raise UnreadableDrop(file, CUT_OFF, "send the whole file again", line=bad[-1])
    if 0 < len(bad) <= max(1, len(lines) // 100) and (is_declared or 2 * len(bad) < len(beyond_ascii)):
        return Text(data, best, tuple(bad))
    right = next((name for name in ("utf-8", "cp949") if is_declared and _fits(data, name)), None)
    remedy = f'say encoding = "{right}"' if right else 'say its encoding, such as encoding = "cp949" or "cp1252",'
    raise UnreadableDrop(
        file,
        f"its bytes are not {best.upper()}" if is_declared else "its bytes are neither UTF-8 nor CP949",
        f"{remedy} for this file in registry.toml",
        rule="CV-005",
        line=(bad or beyond_ascii)[0],
    )


def _mark(data: bytes) -> bytes:
    return next((mark for mark in MARKS if data.startswith(mark)), b"")


def _fits(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _decode_utf16(data: bytes, file: str, encoding: str) -> Text:
    if encoding == "utf-16":
        encoding = _hint_utf16(data) or "utf-16-le"
    if len(data) % 2:
        raise UnreadableDrop(file, CUT_OFF, "send the whole file again")
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].decode(encoding, errors="replace").count("\n") + 1
        remedy = "check the encoding of this file in registry.toml, or send the file again"
        raise UnreadableDrop(file, f"its bytes are not {encoding.upper()}", remedy, rule="CV-005", line=line) from None
    return Text(data, encoding)


def _hint_utf16(data: bytes) -> str | None:
    """Return the byte order of UTF-16 without a mark: in text with ASCII in it, every second byte is often NUL."""
    head = data[:4000]
    low, high = head[0::2].count(0), head[1::2].count(0)
    if max(low, high) * 5 < len(head) or min(low, high) * 10 > max(low, high):
        return None
    return "utf-16-le" if high > low else "utf-16-be"


def _is_korean(data: bytes) -> bool:
    """Say whether most pairs beyond ASCII are of KS X 1001, both bytes from 0xA1; Latin-1's "µg" is none."""
    if data.isascii():
        return False
    pairs = [pair.group() for pair in islice(re.finditer(rb"[\x81-\xfe][\x41-\xfe]", data), 10_000)]
    return 2 * sum(pair[0] >= 0xA1 and pair[1] >= 0xA1 for pair in pairs) > len(pairs)


def _is_cut_off(line: bytes, encoding: str) -> bool:
    try:
        codecs.getincrementaldecoder(encoding)().decode(line)  # without `final`, a character that is not complete is no error
    except UnicodeDecodeError:
        return False
    return True
