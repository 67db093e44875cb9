"""Which encodings text may be in, by their names, and what speaks for each of them in bytes that are not UTF-8.

Many encodings fit the same bytes, and most of what they make of them is nonsense: rare syllables, letters of several
scripts. So an encoding is judged by how many characters beyond ASCII are ones that its language really uses.
"""

import codecs
import re
from collections.abc import Callable

# the longer mark first: that of UTF-32 begins as that of UTF-16 does
MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32-le", codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be",
    b"\x84\x31\x95\x33": "gb18030",
}  # fmt: skip
WIDER = {  # the encoding that reads all of another, and what some programs call it
    "euc_kr": "cp949", "ms949": "cp949", "shift_jis": "cp932", "gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs",
    "iso8859-1": "latin-1",
}  # fmt: skip
NO_TEXT = {"idna", "punycode", "unicode-escape", "unicode_escape", "raw-unicode-escape", "raw_unicode_escape", "undefined", "utf-7"}
SPELLINGS = {
    "utf8sig": "utf-8", "ksc56011987": "cp949", "ksc5601": "cp949", "msuhc": "cp949", "ansi": "cp1252", "windows949": "cp949",
    "windows31j": "cp932", "sjis": "cp932", "windows874": "cp874",
}  # fmt: skip
KNOWN = "utf-8, utf-16, cp949, johab, shift_jis, euc_jp, gb18030, big5, cp1252 and latin-1"
ESCAPES = {b"\x1b$)C": "iso2022_kr", b"\x1b$B": "iso2022_jp", b"\x1b$@": "iso2022_jp", b"\x1b(J": "iso2022_jp"}
RIVALS = ("cp949", "johab", "cp932", "euc_jp", "gb18030", "big5hkscs")
SAID_AS = {"cp932": "shift_jis", "big5hkscs": "big5"}
SAMPLE = 200_000  # bytes, of lines that are not ASCII
FEW = 4  # different characters: fewer say nothing about a language
MANY = 8  # of text whose bytes are those of KS X 1001
LIKELY, UNLIKELY = 0.9, 0.5  # share of characters that the language uses
SYLLABLE = 2  # bytes
SHORT, EBCDIC = 40, 0.97
_SIGNS = bytes.fromhex("05 0d 15 25 40 4b 4c 4d 4f 50 5d 5e 60 61 6b 6c 6d 6e 6f 7a 7d 7f")
_LETTERS = bytes(high + low for high in (0x80, 0x90, 0xA0, 0xC0, 0xD0, 0xE0) for low in range(1 + (high in (0xA0, 0xE0)), 10))
_DIGITS = bytes(range(0xF0, 0xFA))
NO_EBCDIC = bytes(set(range(256)) - {*_SIGNS, *_LETTERS, *_DIGITS})
SHIFTED = re.compile(rb"\x0e((?:[\x40-\xfe][\x40-\xfe])*)\x0f")  # characters of two bytes between those of one
NO_DIGITS = bytes(set(range(256)) - set(_DIGITS))
WESTERN = frozenset("µ°±²³·×÷½¼¾€–—’‘“”…•®©™«»¿¡£§ªºßÆæŒœÿŸ" + "ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝàáâãäåçèéêëìíîïñòóôõöøùúûüý")


def codec_of(name: str) -> str:
    """Return the codec of an encoding's name, in any spelling, or "auto"; raise LookupError if there is none for text."""
    folded = re.sub(r"[^a-z0-9]", "", name.lower())
    if folded == "auto":
        return folded
    codec = codecs.lookup(SPELLINGS.get(folded, name.strip().lower().replace("windows-", "cp")))
    if codec.name in NO_TEXT or not codec._is_text_encoding:
        raise LookupError(name)
    return WIDER.get(codec.name, codec.name)


def fits(data: bytes, encoding: str) -> bool:
    """Say whether all bytes are text in an encoding; the text is never whole in memory."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for start in range(0, len(data), 1 << 20):
            decoder.decode(data[start : start + (1 << 20)])
        decoder.decode(b"", final=True)
    except (UnicodeDecodeError, UnicodeError):
        return False
    return True


def is_ebcdic(data: bytes) -> bool:
    """Say whether bytes are text in the code of mainframes: nearly all are its letters, digits and usual signs, none ends a line.

    Those of Korea, Japan and China have letters of two bytes, too.
    """
    head = SHIFTED.sub(b"", data[:4096])
    used, digits = (len(head.translate(None, delete=others)) for others in (NO_EBCDIC, NO_DIGITS))
    return len(head) >= SHORT and b"\n" not in head and used >= EBCDIC * len(head) and 5 * digits > len(head)


def is_ebcdic_of_asia(data: bytes) -> bool:
    """Say whether text in the code of mainframes has letters of two bytes, which Python does not know."""
    return bool(SHIFTED.search(data[:4096])) and is_ebcdic(data)


def is_either(data: bytes) -> bool:
    """Say whether text is of whole words in UTF-8 as well as in CP949, as a word of two syllables may be two accented letters."""
    runs = set(re.findall(rb"[\x80-\xff]+", data)) if fits(data, "cp949") else set()
    return bool(runs) and all(
        len(run) >= 2 * SYLLABLE and all(map(is_korean, run.decode("cp949"))) and min(run.decode()) >= "À" for run in runs
    )


def find_wide(data: bytes) -> str | None:
    """Return the UTF-16 or UTF-32 that bytes without a mark are in: one that fits and makes lines of common characters of them."""
    head = data[:SAMPLE]
    for encoding, size in (("utf-32-le", 4), ("utf-32-be", 4), ("utf-16-le", 2), ("utf-16-be", 2)):
        text = head[: len(head) // size * size].decode(encoding, errors="replace")
        used = sum(is_ascii_text(character) or is_korean(character) or character in WESTERN for character in text)
        if ("\n" in text or "\r" in text) and used >= LIKELY * len(text):
            return encoding
    return None


def likely_wide(data: bytes) -> list[str]:
    """Return UTF-16 in the order in which every second byte of text with ASCII in it is often NUL; nothing if there is no such order."""
    head = data[:4000]
    low, high = head[0::2].count(0), head[1::2].count(0)
    if max(low, high) * 5 < len(head) or min(low, high) * 10 > max(low, high):
        return []
    return ["utf-16-le" if high > low else "utf-16-be"]


def find_other(data: bytes) -> tuple[str | None, list[str]]:
    """Return the encoding of bytes that are neither UTF-8 nor CP949 where it is beyond doubt, and those that are likely.

    Beyond doubt is an encoding that fits all bytes, in which nearly all characters beyond ASCII (at least four
    different ones) are of its language, while of no other encoding more than half are. Latin-1 fits whatever it is
    given, so a single letter or sign between ASCII is never taken for half of a character.
    """
    escape = next((encoding for mark, encoding in ESCAPES.items() if mark in data), None)
    if escape and data.isascii() and fits(data, escape):
        return escape, [escape]
    sample = _sample(data)
    shares = {encoding: likelihood(sample, encoding) for encoding in RIVALS if fits(data, encoding)}
    western = western_likelihood(sample)
    likely = [SAID_AS.get(name, name) for name, share in sorted(shares.items(), key=lambda item: -item[1]) if share >= LIKELY]
    if western >= LIKELY:
        return None, ["cp1252"]
    best = max(shares, key=shares.__getitem__, default=None)
    if best is None or shares[best] < LIKELY or max([western, *(share for name, share in shares.items() if name != best)]) > UNLIKELY:
        return None, likely
    return (best if _different_letters(sample, best) >= FEW else None), likely


def is_likely_korean(data: bytes, letters: int = 1) -> bool:
    """Say whether nearly all letters of text in CP949, so many different ones at least, are syllables in use.

    Chinese and Japanese text fits CP949 too, which makes Hanja and jamo of it.
    """
    sample = _sample(data)
    return likelihood(sample, "cp949") >= LIKELY and _different_letters(sample, "cp949") >= letters


def is_too_short(data: bytes) -> bool:
    """Say whether text in CP949 has so few different characters that they say nothing about its language: six may be six of Big5."""
    return fits(data, "cp949") and _different_letters(_sample(data), "cp949") < MANY


def is_unlikely(data: bytes, encoding: str) -> bool:
    """Say whether text fits an encoding of Asia and is hardly of its language."""
    return encoding in RIVALS and not data.isascii() and fits(data, encoding) and likelihood(_sample(data), encoding) < UNLIKELY


def _different_letters(sample: bytes, encoding: str) -> int:
    return len({character for character in sample.decode(encoding, errors="ignore") if not character.isascii()})


def _sample(data: bytes) -> bytes:
    return b"\n".join(line for line in data[: 20 * SAMPLE].splitlines() if not line.isascii())[:SAMPLE]


def likelihood(sample: bytes, encoding: str) -> float:
    """Return which share of the characters beyond ASCII are ones that the language of an encoding uses; signs count for nothing."""
    letters = [c for c in sample.decode(encoding, errors="ignore") if not c.isascii() and (c.isalpha() or not c.isprintable())]
    return sum(map(USED[encoding], letters)) / len(letters) if letters else 0.0


def western_likelihood(sample: bytes) -> float:
    """Return which share of the bytes beyond ASCII stand alone and are letters or signs of Western Europe."""
    runs = re.findall(rb"[\x80-\xff]+", sample)
    alone = sum(len(run) == 1 and run.decode("cp1252", errors="ignore") in WESTERN for run in runs)
    return alone / sum(map(len, runs)) if runs else 0.0


def is_ascii_text(character: str) -> bool:
    """Say whether a character is printable ASCII, a tab or a line end."""
    return character.isascii() and (character.isprintable() or character in "\t\r\n")


def _in_rows(codec: str, first: int, last: int) -> Callable[[str], bool]:
    """Return whether a character is in these rows of a national standard, where its frequent characters are."""

    def is_used(character: str) -> bool:
        code = character.encode(codec, errors="ignore")
        return len(code) == 2 and first <= code[0] <= last

    return is_used


is_korean = _in_rows("euc_kr", 0xB0, 0xC8)  # KS X 1001: the 2,350 syllables in use
_is_chinese = _in_rows("gb2312", 0xB0, 0xD7)  # GB 2312, level 1
_is_japanese = _in_rows("euc_jp", 0xB0, 0xCF)  # JIS X 0208, level 1
USED: dict[str, Callable[[str], bool]] = {
    "cp949": is_korean,
    "johab": is_korean,
    "cp932": lambda character: "\u3040" <= character <= "\u30ff" or _is_japanese(character),
    "euc_jp": lambda character: "\u3040" <= character <= "\u30ff" or _is_japanese(character),
    "gb18030": lambda character: is_korean(character) or _is_chinese(character),  # GB 18030 has Korean too
    "big5hkscs": _in_rows("big5", 0xA4, 0xC6),  # Big5, level 1
}
