"""Reads the days that people type into a list: as they are written, and nothing that could be two days."""

import datetime as dt
import re

YEAR_FIRST = re.compile(r"(\d{4})(?:\s*[-./]\s*|\s*년\s*)(\d{1,2})(?:\s*[-./]\s*|\s*월\s*)(\d{1,2})\s*[.일]?|(\d{4})(\d{2})(\d{2})")
WITH_TIME = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2})?.*$")


def read_day(text: str) -> dt.date | None:
    """Return the day of a text such as 2024-03-31, 2024.3.31., 20240331 or 2024년 3월 31일; None for any other text.

    "1-2" or "03/04/2024" could be two days, and are none.
    """
    found = YEAR_FIRST.fullmatch(WITH_TIME.sub("", text.strip()))
    try:
        return dt.date(*(int(part) for part in found.groups() if part)) if found else None
    except ValueError:
        return None
