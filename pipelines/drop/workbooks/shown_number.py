"""Numbers of an OpenDocument spreadsheet, which stores beside each what its cell shows: as much of that as is no look."""

import re
from collections.abc import Iterator
from decimal import Decimal

from pipelines.drop.typed_numbers import POINT, decimal_mark, with_mark
from pipelines.drop.workbooks.number_format import LOOKS_BEFORE, LOOKS_BEHIND, NO_LOOKS
from pipelines.drop.workbooks.write_number import HIDDEN, LIMIT, write_in_thousands

DIGITS = re.compile(r"(?:(?<!\w)[-+])?\d(?:[\d.,'’\s]*\d)?(?:[eE][+-]?\d+)?")
LEADING_ZEROS = re.compile(r"0\d+")
FRACTION = re.compile(r"[-+]?(\d+\s+)?\d+\s*/\s*\d+")
DASHES = "-–—"  # nought, as accountants write it
MONTH = re.compile(  # alone: 2023-01, 2023년 1월, 01/2023, Jan 23, January 2023
    r"(?P<year>\d{4})\s*[-./년]\s*\d{1,2}\s*[월.]?|\d{1,2}\s*[-./]\s*(?P<behind>\d{4})|[^\W\d]{3,12}[-./,'\s]*(?P<named>\d{4}|\d\d)"
)
YEAR = re.compile(r"(\d{4})\s*년?")
MOST_THOUSANDS = 3  # a number in billions


def write_as_shown(number: str, shown: str) -> str:
    """Return a number, as it is stored, with the signs around it that its cell shows, in thousands where it is shown so."""
    words, plain = shown.strip(), number.replace(decimal_mark(), POINT)
    if not words:
        return HIDDEN if plain.strip("0.%") else ""
    if FRACTION.fullmatch(words) or not words.strip(DASHES + " "):
        return number
    for found in DIGITS.finditer(words):
        text = with_mark(_in_digits(plain, found.group()))
        if text:
            before, behind = words[: found.start()], words[found.end() :]
            before = "" if LOOKS_BEFORE.fullmatch(before) else before.strip() if LIMIT.fullmatch(before.strip()) else before
            behind = behind.strip().removeprefix("%") if number.endswith("%") else behind
            return before + text + ("" if LOOKS_BEHIND.fullmatch(behind) and not NO_LOOKS.search(behind) else behind)
    return words  # in the place of a number, an error, or one of other digits


def cut_as_shown(day: str, shown: str) -> str:
    """Return a first of a month as far as its cell shows it, for a month or a year that was typed alone is stored so."""
    words = shown.strip()
    if YEAR.fullmatch(words) and words[:4] == day[:4] and day[4:] == "-01-01":
        return day[:4]
    found = MONTH.fullmatch(words)
    year = found and (found["year"] or found["behind"] or found["named"])
    return day[:7] if year and year == day[4 - len(year) : 4] and day[7:] == "-01" and year != "01" else day


def _in_digits(number: str, digits: str) -> str:
    """Return the number with the zeros before it, or in the thousands, that its digits show; blank if they are not its digits."""
    if LEADING_ZEROS.fullmatch(digits) and digits.lstrip("0") == number.lstrip("0"):
        return digits
    stored, percent = abs(Decimal(number.rstrip("%"))), number.endswith("%")
    for thousands in range(1 if percent else MOST_THOUSANDS + 1):
        divided = stored.scaleb(-3 * thousands)
        for read in _readings(digits):
            exponent = read.as_tuple().exponent  # a word for what is no number
            if isinstance(exponent, int) and abs(read - divided) <= Decimal(5).scaleb(exponent - 1):
                return write_in_thousands(number, thousands)
    return ""


def _readings(digits: str) -> Iterator[Decimal]:
    """Yield what displayed digits may say, with a point or a comma before their decimal places."""
    plain = re.sub(r"[\s'’]", "", digits)
    for mark, thousands in (".,", ",."):
        text = plain.replace(thousands, "").replace(mark, ".")
        if text.count(".") <= 1:
            yield abs(Decimal(text))
