"""Bytes to text: which encoding a file of a drop is in, and which of its lines are broken.

A wrong guess would corrupt units and drug names in silence, so an encoding is taken only where every byte fits it, or
all but a few lines do; otherwise the file is refused with the line and the setting that would help.
"""

import codecs
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice

from pipelines.drop.encodings import (
    FEW,
    KNOWN,
    MARKS,
    SAID_AS,
    codec_of,
    find_other,
    find_wide,
    fits,
    is_ebcdic,
    is_ebcdic_of_asia,
    is_either,
    is_likely_korean,
    is_too_short,
    is_unlikely,
    likely_wide,
)
from pipelines.drop.sheet import UnreadableDrop

ENDLESS = 16_000_000  # characters: no line of a table has so many
CUT_OFF = "it ends in the middle of a character and looks truncated"
HOLE = bytes(256)
LINE_END = re.compile(rb"\r\n|\n|\r")


@dataclass(frozen=True)
class Text:
    """The bytes of a file with the encoding they are in; `undecodable` are the lines that are broken, from 1.

    A broken line is still in the text, with U+FFFD where its bytes are no text.
    """

    data: bytes
    encoding: str
    undecodable: tuple[int, ...] = ()

    def whole(self) -> str:
        """Return all of the text, whatever its lines are."""
        return self.data[len(_mark(self.data)) :].decode(self.encoding, errors="replace")

    def lines(self) -> Iterator[str]:
        """Yield the physical lines, each with the line end that it has (CRLF, LF or CR); of an endless one only the beginning.

        U+FFFD at its end shows that it is no whole line.
        """
        buffer = io.BytesIO(self.data)
        buffer.seek(len(_mark(self.data)))
        text = io.TextIOWrapper(buffer, encoding=self.encoding, errors="replace", newline="")
        for line in iter(partial(text.readline, ENDLESS), ""):
            if len(line) < ENDLESS or line.endswith(("\n", "\r")):
                yield line
                continue
            rest = line
            while len(rest) == ENDLESS and not rest.endswith(("\n", "\r")):
                rest = text.readline(ENDLESS)
            yield line + "\ufffd\n"

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

    `auto` tries UTF-8 and CP949 (nearly all of it must be syllables in use), then UTF-16 and UTF-32 without their
    marks and the other encodings of Korea, Japan and China, of which one is taken only if it is beyond doubt. If UTF-8
    or CP949 do not fit every byte, the one that fits more lines is taken, provided that it fits more than half of the
    lines that are not ASCII and that the others are at most 1 % of all lines (one line is always allowed). A declared
    encoding needs the last condition only.
    Raises UnreadableDrop: CV-005 for a wrong encoding, with those that would fit; CV-001 for bytes that are cut off in
    the middle of a character.
    """
    data = data.removesuffix(b"\x1a")  # the end mark of DOS
    if HOLE in data:
        wrong = "a part of it is nothing but NULs, as where a copy or a disk has failed, so that rows may be lost"
        raise UnreadableDrop(file, wrong, "send the whole file again", line=data[: data.find(HOLE)].count(b"\n") + 1)
    if is_ebcdic(data) and b"\x25" not in data:
        data = data.replace(b"\x15", b"\x25")  # the one of its two ends of a line that Python does not know as such
    try:
        encoding = codec_of(declared)
    except LookupError:
        remedy = f"say one of {KNOWN}, or another that Python knows"
        raise UnreadableDrop(file, f'there is no encoding "{declared}"', remedy, rule="CV-005") from None
    if not _mark(data):
        _refuse_other_width(data, file, encoding)
    encoding = MARKS.get(_mark(data), encoding)
    if encoding.startswith(("utf-16", "utf-32")):
        return _decode_wide(data, file, encoding)
    if encoding == "auto":
        return _decode_as_found(data, file)
    return _decode_declared(data, file, encoding)


def _refuse_other_width(data: bytes, file: str, declared: str) -> None:
    """Raise UnreadableDrop where the characters of a text beyond doubt have not as many bytes, or another order, as is declared."""
    is_wide, found = declared.startswith(("utf-16", "utf-32")), find_wide(data) if b"\0" in data[:4000] else None
    if not data or declared == "auto" or (found and found.startswith(declared)):
        return
    if not found and not (is_wide and _has_lines_of_bytes(data[:4000])):
        return
    what, named = (f"is {found.upper()}", found) if found else ("its characters have one byte each", "auto")
    remedy = f'say encoding = "{named}" for this file in registry.toml'
    raise UnreadableDrop(file, f"it is declared as {declared} and {what}", remedy, rule="CV-005")


def _has_lines_of_bytes(head: bytes) -> bool:
    """Say whether the characters that make a table, such as the ends of lines, have one byte each."""
    ascii_bytes = sum(byte < 0x80 for byte in head)
    return b"\0" not in head and (b"\n" in head or b"\r" in head) and 2 * ascii_bytes > len(head)


def _decode_as_found(data: bytes, file: str) -> Text:
    wide = find_wide(data) if b"\0" in data[:4000] else None
    if wide:
        return _decode_wide(data, file, wide)
    if is_ebcdic_of_asia(data):
        wrong = "it is in EBCDIC with letters of two bytes, a code of mainframes that is not read"
        raise UnreadableDrop(file, wrong, "let the transfer turn it into text in UTF-8 or CP949 and send that", rule="CV-005", line=1)
    if is_ebcdic(data):
        wrong = "it is in EBCDIC, the code of mainframes"
        remedy = 'let the transfer turn it into text, or say its encoding, such as encoding = "cp037", for this file in registry.toml'
        raise UnreadableDrop(file, wrong, remedy, rule="CV-005", line=1)
    is_utf8 = fits(data, "utf-8")
    if is_utf8 and b"\x1b" not in data:
        if not data.isascii() and is_either(data):
            remedy = 'say which, encoding = "cp949" or encoding = "utf-8", for this file in registry.toml'
            line = _first_broken_line(data, ["utf-8"])
            raise UnreadableDrop(file, "its bytes are text in UTF-8 and in CP949 as well", remedy, rule="CV-005", line=line)
        return Text(data, "utf-8")
    is_korean = _is_korean(data)
    if is_korean and fits(data, "cp949") and (is_likely_korean(data) or is_too_short(data) or not find_other(data)[1]):
        return Text(data, "cp949")
    choices = ["utf-8", "cp949"] if is_korean else ["utf-8"]
    whole = Text(data, "utf-8") if is_utf8 else _decode_by_line(data, file, choices, is_declared=False)
    other, likely = find_other(data)
    if other and not (whole and whole.undecodable):
        return Text(data, other)
    if whole:
        return whole
    may_be_korean = "cp1252" not in likely and is_too_short(data)
    fitting = likely_wide(data) or [*(["cp949"] if may_be_korean else []), *likely]
    named = " or ".join(f'encoding = "{name}"' for name in fitting) or 'its encoding, such as encoding = "cp949" or "cp1252",'
    raise UnreadableDrop(
        file,
        "its bytes are not UTF-8, and may be CP949 or not" if may_be_korean else "its bytes are neither UTF-8 nor CP949",
        f"say {named} for this file in registry.toml",
        rule="CV-005",
        line=_first_broken_line(data, choices),
    )


def _decode_declared(data: bytes, file: str, encoding: str) -> Text:
    """Return the text in a declared encoding, unless the bytes are of another beyond doubt.

    Latin-1 and the like fit whatever they are given, CP949 and its rivals often each other's.
    """
    fits_all = len(bytes(range(256)).decode(encoding, errors="ignore")) > 200  # a byte for each character: Latin-1 and the like
    right = None
    if fits_all and not data.isascii():
        is_korean = _is_korean(data) and fits(data, "cp949") and is_likely_korean(data, letters=FEW)
        right = "utf-8" if fits(data, "utf-8") else "cp949" if is_korean else None
    elif is_unlikely(data, encoding) and not (encoding == "cp949" and is_too_short(data)):
        right = find_other(data)[0]
    if right:
        right = SAID_AS.get(right, right)
        remedy = f'say encoding = "{right}" for this file in registry.toml, or leave it to the file ("auto")'
        raise UnreadableDrop(file, f"it is declared as {encoding} and is {right.upper()}", remedy, rule="CV-005")
    if fits(data, encoding):
        return Text(data, encoding)
    is_by_byte = not encoding.startswith(("iso2022", "hz"))
    text = _decode_by_line(data, file, [encoding], is_declared=True) if is_by_byte else None
    if text:
        return text
    right = next((name for name in ("utf-8", "cp949") if fits(data, name)), None) or find_other(data)[0]
    named = f'encoding = "{SAID_AS.get(right, right)}"' if right else 'its encoding, such as encoding = "cp949" or "cp1252",'
    raise UnreadableDrop(
        file,
        f"its bytes are not {encoding.upper()}",
        f"say {named} for this file in registry.toml",
        rule="CV-005",
        line=_first_broken_line(data, [encoding]) if is_by_byte else None,
    )


def _decode_by_line(data: bytes, file: str, choices: list[str], *, is_declared: bool) -> Text | None:
    """Return the text if all but a few lines fit one of some encodings; raise UnreadableDrop if the last is cut off."""
    total = 1 + data.count(b"\n") + data.count(b"\r") - data.count(b"\r\n")
    most = max(1, total // 100)
    broken = {choice: list(islice(_broken_lines(data, choice), most + 1)) for choice in choices}
    best = min(choices, key=lambda choice: len(broken[choice]))
    bad = broken[best]
    if not 0 < len(bad) <= most:
        return None
    if bad[-1] == total and _is_cut_off(data, best):
        raise UnreadableDrop(file, CUT_OFF, "send the whole file again", line=total)
    beyond_ascii = sum(1 for _ in islice(_lines_beyond_ascii(data), 2 * len(bad) + 1))
    if is_declared or (2 * len(bad) < beyond_ascii and (best == "utf-8" or is_likely_korean(data))):
        return Text(data, best, tuple(bad))
    return None


def _lines_beyond_ascii(data: bytes) -> Iterator[tuple[int, bytes]]:
    number, start = 1, 0
    for end in chain(LINE_END.finditer(data), [None]):
        line = data[start : end.start() if end else None]
        if not line.isascii():
            yield number, line
        number, start = number + 1, end.end() if end else start


def _broken_lines(data: bytes, encoding: str) -> Iterator[int]:
    """Yield the numbers of the lines that an encoding does not fit."""
    for number, line in _lines_beyond_ascii(data):
        try:
            line.decode(encoding)
        except UnicodeDecodeError:
            yield number


def _first_broken_line(data: bytes, choices: list[str]) -> int:
    """Return the first line that an encoding does not fit, of the one that fits further; if they fit all, the first beyond ASCII."""
    first = [next(_broken_lines(data, choice), None) for choice in choices]
    return max((line for line in first if line), default=next((number for number, _ in _lines_beyond_ascii(data)), 1))


def _mark(data: bytes) -> bytes:
    return next((mark for mark in MARKS if data.startswith(mark)), b"")


def _decode_wide(data: bytes, file: str, encoding: str) -> Text:
    """Return text in UTF-16 or UTF-32, whose characters have two or four bytes."""
    if encoding in ("utf-16", "utf-32"):
        encoding = next(name for name in (find_wide(data), f"{encoding}-le") if name and name.startswith(encoding))
    if len(data) % (4 if encoding.startswith("utf-32") else 2):
        raise UnreadableDrop(file, CUT_OFF, "send the whole file again")
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].decode(encoding, errors="replace").count("\n") + 1
        remedy = "check the encoding of this file in registry.toml, or send the file again"
        raise UnreadableDrop(file, f"its bytes are not {encoding.upper()}", remedy, rule="CV-005", line=line) from None
    return Text(data, encoding)


def _is_korean(data: bytes) -> bool:
    """Say whether most pairs beyond ASCII are of KS X 1001, both bytes from 0xA1; Latin-1's "µg" is none."""
    if data.isascii():
        return False
    pairs = [pair.group() for pair in islice(re.finditer(rb"[\x81-\xfe][\x41-\xfe]", data), 10_000)]
    return 2 * sum(pair[0] >= 0xA1 and pair[1] >= 0xA1 for pair in pairs) > len(pairs)


def _is_cut_off(data: bytes, encoding: str) -> bool:
    last = LINE_END.split(data[-1000:])[-1]
    try:
        codecs.getincrementaldecoder(encoding)().decode(last)  # without `final`, a character that is not complete is no error
    except UnicodeDecodeError:
        return False
    return True
