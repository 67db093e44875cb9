"""Numbers of a workbook as text: what a cell's number format makes of them, where it changes what the number means.

A date is written as ISO, a time of day and an elapsed time as a clock, leading zeros and percent signs as they are
displayed, and so is a sign of a limit: 60500 that is shown as >60500 is no 60500. Decimal places, thousands and words
behind a number are looks: the number is written whole.
(ECMA-376 part 1, 18.8.30 and 18.8.31.)
"""

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from functools import lru_cache

NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
LIMIT = re.compile(r"\s*([<>]=?|[≤≥])\s*[+-]?0")  # a sign before the number's first digit
SHORT_INTEGER = re.compile(r"0|-?[1-9]\d{0,14}")  # Excel holds no more digits
TOKEN = re.compile(r'"[^"]*"?|\\.|_.|\*.|\[[^\]]*\]|.', re.DOTALL)
DAY_MS = 86_400_000
LAST_DAY = dt.date(9999, 12, 31)
BUILT_IN_DATES = (*range(14, 23), *range(27, 37), 45, 47, *range(50, 59))  # 27-36 and 50-58 are dates in East Asia
BUILT_IN = dict.fromkeys(BUILT_IN_DATES, "yyyy-mm-dd") | {46: "[h]:mm:ss", 9: "0%", 10: "0.00%", 49: "@"}


class Kind(Enum):
    """What a number format says that a number is."""

    PLAIN = "number"
    DATE = "date"
    ELAPSED = "elapsed time"
    PERCENT = "percent"
    ZEROS = "zeros"
    LIMIT = "limit"


@dataclass(frozen=True, eq=False)
class NumberFormat:
    """A number format; `pattern` is that of leading zeros, as "000-0000", or the sign of a limit."""

    kind: Kind = Kind.PLAIN
    pattern: str = ""


PLAIN = NumberFormat()


@lru_cache(maxsize=10_000)
def parse_format(code: str) -> NumberFormat:
    """Return what a format code, as `yyyy-mm-dd` or `00000000`, says; only its first section speaks of usual numbers."""
    if code.lower().startswith(("general", "standard", "@")):
        return PLAIN
    pattern, shown, others, has_percent = "", "", False, False
    for token in TOKEN.findall(code):
        if token == ";":
            break
        if re.fullmatch(r"\[(h+|m+|s+)\]", token, re.IGNORECASE):
            return NumberFormat(Kind.ELAPSED)
        if token in tuple("dmyhsDMYHS"):
            return NumberFormat(Kind.DATE)
        if token in tuple("0#?G"):  # General is a number too
            shown += "0"
        elif token[0] in '"\\<>=':
            shown += token.strip('"\\')
        elif token[0] == "[" and token[1:2] in tuple("<>="):
            shown += "["  # it depends on the number whether this section is that of its look
        if token[0] == '"':
            pattern += token.strip('"')
        elif token[0] == "\\":
            pattern += token[1:]
        elif token in tuple("0-/:() +"):
            pattern += token
        elif token == "%":
            has_percent = True
        elif token[0] not in "_*[" or token[1:2] in tuple("<>="):
            others = True
    if has_percent:
        return NumberFormat(Kind.PERCENT)
    if limit := LIMIT.match(shown):
        return NumberFormat(Kind.LIMIT, limit[1])
    if not others and pattern.count("0") >= 2:
        return NumberFormat(Kind.ZEROS, pattern[: pattern.rindex("0") + 1])
    return PLAIN


def built_in_format(number: int) -> NumberFormat:
    """Return one of the formats that a workbook names by number without writing them down."""
    return parse_format(BUILT_IN.get(number, "General"))


@lru_cache(maxsize=200_000)
def write_number(stored: str, shown: NumberFormat, date_system: int = 1900) -> str:
    """Return the text of a number as it is stored in a file, with all its digits; what is no number is returned as it is."""
    if shown.kind is Kind.PLAIN and SHORT_INTEGER.fullmatch(stored):
        return stored
    if not NUMBER.fullmatch(stored):
        return stored
    number = float(stored)
    text = _digits(number)
    if shown.kind is Kind.DATE:
        return write_day(number, date_system) or text
    if shown.kind is Kind.ELAPSED and 0 <= number < 1e6:
        return _clock(round(number * DAY_MS))
    if shown.kind is Kind.PERCENT and abs(number) < 1e15:
        return f"{_trimmed(Decimal(text) * 100)}%"
    if shown.kind is Kind.LIMIT and number > 0:
        return shown.pattern + text
    if shown.kind is Kind.ZEROS and text.isdigit():
        return _fill_zeros(text, shown.pattern)
    return text


def _digits(number: float) -> str:
    """Return the shortest text that reads back as the same number, without exponent: 45, 3.5, 0.0000001."""
    text = repr(number).removesuffix(".0")
    return f"{Decimal(text):f}" if "e" in text else text


def _trimmed(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _fill_zeros(digits: str, pattern: str) -> str:
    left = list(digits.zfill(pattern.count("0")))
    shown = [left.pop() if place == "0" else place for place in reversed(pattern)]
    first = pattern.index("0")  # what is too long for the pattern stands at its first place
    shown[len(pattern) - first : len(pattern) - first] = reversed(left)
    return "".join(reversed(shown))


def write_day(serial: float, date_system: int = 1900) -> str | None:
    """Return a day number with a time as its fraction as ISO text; a time of day alone for less than one day.

    None for a number that is no day of the calendar that Excel has. Day 60 of its system of 1900 is 1900-02-29, which
    there never was; the days before it are counted from 1899-12-31, those after it from 1899-12-30.
    """
    if not 0 <= serial < 3e6:
        return None
    days, rest = divmod(round(serial * DAY_MS), DAY_MS)
    if serial < 1 and days == 0:
        return _clock(rest)
    if date_system == 1900 and days == 60:
        day = "1900-02-29"
    else:
        first = dt.date(1904, 1, 1) if date_system == 1904 else dt.date(1899, 12, 30 if days > 60 else 31)
        if days > (LAST_DAY - first).days:
            return None
        day = (first + dt.timedelta(days)).isoformat()
    return f"{day} {_clock(rest)}" if rest else day


def _clock(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    text = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return f"{text}.{rest:03}" if rest else text
