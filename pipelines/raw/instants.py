"""Instants become the hospital's own date and time: a moment with its offset from UTC is another day in another zone.

`2024-01-30T15:00:00Z` is the 31st of January in Seoul. Which day it is for the hospital says the zone of its source,
and nothing else can; so a file with offsets and no zone is refused. Times without an offset are the hospital's already.
"""

import datetime as dt
import re
from dataclasses import replace
from zoneinfo import ZoneInfo

import polars as pl

from pipelines.drop.sheet import Sheet, UnreadableDrop, fold_header

FORMS = (  # a day, a clock and an offset: as in ISO 8601 and RFC 3339, also as 2024/01/30, and as in HL7 v2, which has no separators
    r"\s*(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?:[tT]|\s+)"
    r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,](?P<fraction>\d+))?)?\s*(?P<offset>[zZ]|UTC|GMT|[+-]\d\d(?::?\d\d)?)\s*",
    r"\s*(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)[tT]?"
    r"(?P<hour>\d\d)(?P<minute>\d\d)(?:(?P<second>\d\d)(?:\.(?P<fraction>\d+))?)?\s*(?P<offset>[zZ]|[+-]\d{4})\s*",
)
INSTANT = "|".join(f"^(?:{re.sub('[?]P<.*?>', '?:', form)})$" for form in FORMS)


def read_instants(sheet: Sheet, zone: str | None, words: frozenset[str]) -> Sheet:
    """Return the sheet with its instants as dates and times in a zone, by its IANA name, and their number.

    Raises UnreadableDrop where a column has instants and there is no zone; `words` are the headers that are known, and
    where there are any, instants under others are nobody's.
    """
    columns = [column for column in sheet.rows.columns if column != "source_row"]
    holding = sheet.rows.select(pl.col(column).str.contains(INSTANT).any() for column in columns)
    found = [column for column in columns if holding[column].item()]
    if not found:
        return sheet
    if zone is None:
        known = {fold_header(word) for word in words}
        asked = [column for column in found if not known or fold_header(sheet.header[columns.index(column)]) in known]
        if not asked:
            return sheet
        first = sheet.rows.filter(pl.col(asked[0]).str.contains(INSTANT))["source_row"][0]
        raise UnreadableDrop(
            sheet.shown or sheet.file,
            "its times have an offset from UTC (Z, +09:00), and the settings do not say in which zone the hospital is",
            'say timezone = "Asia/Seoul", or whichever it is, for this file or its source in registry.toml',
            line=first,
        )
    rows, number = sheet.rows, 0
    for column in found:
        here = {text: local for text in rows[column].unique() if text and (local := to_local(text, zone))}
        number += int(rows[column].is_in(list(here)).sum())
        rows = rows.with_columns(pl.col(column).replace(here))
    return replace(sheet, rows=rows, instants=number)


def to_local(text: str, zone: str) -> str | None:
    """Return an instant as date and time in a zone; None for what is no instant of the calendar."""
    written = next((found for form in FORMS if (found := re.fullmatch(form, text, re.ASCII))), None)
    if written is None:
        return None
    numbers = [int(written[name] or 0) for name in ("year", "month", "day", "hour", "minute", "second")]
    try:
        moment = dt.datetime(*numbers, tzinfo=_offset(written["offset"]))
        local = moment.astimezone(ZoneInfo(zone))
    except (ValueError, OverflowError):
        return None
    fraction = (written["fraction"] or "").rstrip("0")
    return f"{local:%Y-%m-%d %H:%M:%S}{fraction and '.'}{fraction}"


def _offset(written: str) -> dt.timezone:
    digits = re.sub(r"\D", "", written)
    if int(digits[2:] or 0) >= 60:
        raise ValueError("no offset has so many minutes")
    span = dt.timedelta(hours=int(digits[:2] or 0), minutes=int(digits[2:] or 0))
    return dt.timezone(-span if written.startswith("-") else span)
