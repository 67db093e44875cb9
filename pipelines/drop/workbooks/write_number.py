"""Numbers of a workbook as text: what a cell's number format makes of them, where it changes what the number means.

A date is written as ISO, a time of day and an elapsed time as a clock, leading zeros and percent signs as they are
displayed, and so is what is no look around a number: 60500 that is shown as >60500 is no 60500. A number is written whole,
whatever decimal places are displayed, but where it is displayed in thousands it is written in thousands.
"""

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from pipelines.drop.typed_numbers import POINT, decimal_mark
from pipelines.drop.workbooks.number_format import A_CROSS, A_NOUGHT, PLAIN, Kind, NumberFormat, Section

NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
LIMIT = re.compile(r"[<>]=?|[≤≥]")
SHORT_INTEGER = re.compile(r"0|-?[1-9]\d{0,14}")  # Excel holds no more digits
HIDDEN = "#HIDDEN"  # a number that its format does not show: neither a value nor a missing one
FIRSTS = ("-01", "-01-01")  # what stands behind a month or a year that was typed alone
DAY_MS = 86_400_000
LARGEST = 1e15
LAST_DAY = dt.date(9999, 12, 31)


def write_number(stored: str, shown: NumberFormat, date_system: int = 1900) -> str:
    """Return the text of a number as it is stored in a file, with all its digits; what is no number is returned as it is."""
    return _write_number(stored, shown, date_system, decimal_mark())


@lru_cache(maxsize=200_000)
def _write_number(stored: str, shown: NumberFormat, date_system: int, mark: str) -> str:
    if shown is PLAIN and SHORT_INTEGER.fullmatch(stored):
        return stored
    if not NUMBER.fullmatch(stored):
        return stored
    number = float(stored)
    text = _digits(number)
    section = shown.section(number)
    if section.kind is Kind.WORDS:
        return section.before or (HIDDEN if number else "")
    before = section.before.strip() if LIMIT.fullmatch(section.before.strip()) else section.before
    written = _shown(number, text, section, date_system)
    if section.kind not in (Kind.DATE, Kind.ELAPSED):
        written = written.replace(POINT, mark)
    return before + written + section.behind


def _shown(number: float, text: str, section: Section, date_system: int) -> str:
    """Return what a section makes of the digits of a number."""
    if section.kind is Kind.DATE:
        return cut_day(write_day(number, date_system), section) or text
    if section.kind is Kind.ELAPSED and 0 <= number < 1e6:
        return _clock(round(number * DAY_MS))
    if section.kind is Kind.PERCENT and abs(number) < 1e15:
        return f"{_trimmed(Decimal(text) * 100)}%"
    if section.kind is Kind.ZEROS and text.isdigit():
        return _fill_zeros(text, section.pattern)
    if section.kind is Kind.ZEROS and "#" in section.pattern and 0 <= number < LARGEST:
        return _fill_zeros(str(Decimal(text).quantize(Decimal(1), ROUND_HALF_UP)), section.pattern)
    return write_in_thousands(text, section.thousands)


def cut_day(day: str | None, section: Section) -> str | None:
    """Return a day without what nobody typed: a month alone is stored as its first day, a year as the first of January."""
    is_first = day and section.kind is Kind.DATE and day[4:5] == "-" and day[section.day :] in FIRSTS
    return day[: section.day] if day and is_first else day


def write_in_thousands(text: str, times: int) -> str:
    """Return a number divided by 1,000 so many times, exactly."""
    return _trimmed(Decimal(text).scaleb(-3 * times)) if times else text


def write_text(text: str, shown: NumberFormat) -> str:
    """Return a text as its format shows it."""
    if shown.of_text == "@" or not text.strip():
        return text
    return shown.of_text.replace("@", text) or HIDDEN


def _digits(number: float) -> str:
    """Return the shortest text that reads back as the same number, without exponent: 45, 3.5, 0.0000001."""
    text = repr(number).removesuffix(".0")
    return f"{Decimal(text):f}" if "e" in text else text


def _trimmed(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _fill_zeros(digits: str, pattern: str) -> str:
    left = list(digits.zfill(pattern.count("0")))
    shown = [(left.pop() if left else "") if place in "0#" else place for place in reversed(pattern)]
    first = next(at for at, place in enumerate(pattern) if place in "0#")  # what is too long for the pattern stands at its first place
    shown[len(pattern) - first : len(pattern) - first] = reversed(left)
    return "".join(reversed(shown)).replace(A_NOUGHT, "0").replace(A_CROSS, "#")


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
