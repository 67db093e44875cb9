"""A page that shows what the columns of a drop hold: filled, distinct, lengths, ranges, words, and what could not be read.

It holds values of patients and belongs into the restricted zone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipelines.draft.settings.draft_settings import SettingsDraft
from pipelines.draft.settings.match_headers import Match
from pipelines.draft.settings.read_drop import ReadDrop
from pipelines.draft.settings.readings import Readings
from pipelines.draft.settings.sheet_columns import SheetColumn
from pipelines.draft.settings.table_draft import TableDraft

TEMPLATES = Path(__file__).resolve().parent / "templates"
MOST_WORDS, LONGEST_WORD, FEW_DISTINCT = 8, 40, 30


@dataclass(frozen=True)
class ColumnProfile:
    """One line of the page."""

    header: str
    meaning: str
    filled_pct: float
    distinct: str
    lengths: str
    span: str
    words: str
    unread: str
    unread_count: int


@dataclass(frozen=True)
class SheetProfile:
    """One table of the page."""

    title: str
    table: str
    row_count: int
    broken_count: int
    counted_out: str
    columns: tuple[ColumnProfile, ...]


def profile_page(drop: ReadDrop, draft: SettingsDraft, readings: Readings) -> str:
    """Return the page."""
    from jinja2 import Environment, FileSystemLoader

    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.get_template("profile.html.j2").render(sheets=list(_sheets(draft, readings)), unread=drop.unread)


def _sheets(draft: SettingsDraft, readings: Readings) -> Iterator[SheetProfile]:
    of_sheet = {id(one.drop_sheet): one for one in draft.tables}
    for drop_sheet, columns in draft.sheets:
        table = of_sheet.get(id(drop_sheet))
        sheet = drop_sheet.sheet
        yield SheetProfile(
            title=sheet.file + (f", sheet {sheet.name}" if sheet.name else ""),
            table=table.table if table else "",
            row_count=sheet.rows.height,
            broken_count=len(sheet.broken),
            counted_out=", ".join(f"{count} {name.replace('_', ' ')}" for name, count in sheet.counted_out.items() if count),
            columns=tuple(_column(one, table, readings) for one in columns),
        )


def _column(one: SheetColumn, table: TableDraft | None, readings: Readings) -> ColumnProfile:
    if one.is_identifier:
        return ColumnProfile(one.header, "names a person: dropped", _filled(one), "", "", "", "", "", 0)
    match = table.matches.get(one.position) if table else None
    unread: list[str] = []
    if table and match:
        unknown = readings.unread(one.texts, table.table, match.column, match.reading)
        unread = [text for text in one.texts if text in unknown]
    elif table:
        unread = table.unfit.get(one.position, [])
    rows = dict(one.counted)
    lengths = sorted({len(text) for text in one.texts})
    return ColumnProfile(
        header=one.header,
        meaning=_meaning(one, table),
        filled_pct=_filled(one),
        distinct=f"{len(one.counted):,}" + ("" if one.is_whole else "+"),
        lengths=(f"{lengths[0]}–{lengths[-1]}" if len(lengths) > 1 else str(lengths[0])) if lengths else "",
        span=_span(one, match, readings) if len(one.texts) > FEW_DISTINCT else "",
        words=_words(one.texts[:MOST_WORDS], rows) if len(one.texts) <= FEW_DISTINCT else "",
        unread=_words(unread[:MOST_WORDS], rows) + (" …" if len(unread) > MOST_WORDS else ""),
        unread_count=sum(rows[text] for text in unread),
    )


def _span(one: SheetColumn, match: Match | None, readings: Readings) -> str:
    """Return the first and last of many texts: by the calendar where they are days, else by their letters."""
    if match and match.reading.date_orders:
        first, last = readings.days(one.texts, match.reading.date_orders[0])
        return f"{first} … {last}"
    return f"{min(one.texts)} … {max(one.texts)}"


def _filled(one: SheetColumn) -> float:
    return 100 * one.filled / one.rows if one.rows else 0.0


def _meaning(one: SheetColumn, table: TableDraft | None) -> str:
    if not table:
        return ""
    if one.position == table.patient.position:
        return "patient number"
    if one.position in table.forms:
        return "; ".join(table.forms[one.position])
    test = next((test for test in table.tests if test.header == one.header), None)
    if test:
        return f"{test.test} {test.unit or ' or '.join(test.choices)}".strip()
    match = table.matches.get(one.position)
    return match.column.name if match else "nothing reads it"


def _words(texts: Sequence[str], rows: dict[str, int]) -> str:
    return " · ".join(f"{text[:LONGEST_WORD]}{'…' if len(text) > LONGEST_WORD else ''} ({rows[text]:,})" for text in texts)
