"""How the sheets of a table write dates and numbers, and which of them can stand in one block of the settings, which has one way."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipelines.draft.settings.read_drop import DropSheet
from pipelines.draft.settings.readings import MARKS, SOURCE, Reading, Readings
from pipelines.draft.settings.table_draft import TableDraft
from pipelines.settings.text_template import read_template
from pipelines.warehouse.table_files import required_schema, table_columns
from schemas.column import PATIENT_ID, Units

COMMA = ","
DAYS = ("date", "datetime")
LEAST_DAYS = 0.8  # share of the cells of a column that are days, whatever its header is


@dataclass(frozen=True)
class HowWritten:
    """The orders in which all dates can be read (None: any), and the decimal marks that some number needs."""

    orders: frozenset[str] | None
    marks: frozenset[str]

    def differs_from(self, other: "HowWritten") -> bool:
        """Say whether no one way reads both."""
        orders = self.orders is not None and other.orders is not None and not self.orders & other.orders
        return orders or self.marks | other.marks == {*MARKS}


def how_written(drafts: Sequence[TableDraft], readings: Readings) -> HowWritten:
    """Return how the dates and numbers of sheets are written; no order is left where they are not all in one.

    Where no date is matched the columns outside tell the order, for one of them may be named later.
    """
    read = [match.reading for draft in drafts for match in draft.matches.values()]
    read += [reading for draft in drafts for reading in _readings_of_forms(draft, readings)]
    numbers = [*read, *(reading for draft in drafts for reading in _numbers_outside(draft, readings))]
    marks = {reading.decimal_mark for reading in numbers if reading.needs_its_mark}
    marks |= {mark for draft in drafts for mark in _marks_of_tests(draft, readings)}
    days = [reading for reading in read if reading.date_orders] or [
        reading for draft in drafts for reading in _days_outside(draft, readings)
    ]
    orders = [frozenset(reading.date_orders) for reading in days if len(reading.date_orders) < 3]
    return HowWritten(frozenset.intersection(*orders) if orders else None, frozenset(marks))


def by_source(drafts: Sequence[TableDraft], readings: Readings) -> list[tuple[str, list[TableDraft]]]:
    """Return the sheets of a table by the source in whose block they can stand: those that are written otherwise have one of their own.

    What is joined by the patient number stays with what it is joined to.
    """
    main, joined = split_joined(drafts)
    groups: list[list[TableDraft]] = []
    for draft in main:
        own = how_written([draft], readings)
        for group in groups:
            fits = all(_may_share(draft.drop_sheet, one.drop_sheet) and _fills_alike(draft, one) for one in group)
            if fits and not own.differs_from(how_written(group, readings)):
                group.append(draft)
                break
        else:
            groups.append([draft])
    groups[0] += joined
    return [(SOURCE if not at else f"{SOURCE}_{at + 1}", group) for at, group in enumerate(groups)]


def split_joined(drafts: Sequence[TableDraft]) -> tuple[list[TableDraft], list[TableDraft]]:
    """Return the sheets that stand below each other, and those that stand beside them: these fill other columns, once per patient."""
    first = max(drafts, key=lambda draft: (len(draft.filled), len(draft.patient.numbers)))
    main, joined = [], []
    for draft in drafts:
        is_beside = draft.filled & first.filled <= {PATIENT_ID.name} and draft.patient.filled == len(draft.patient.numbers)
        (joined if draft is not first and is_beside else main).append(draft)
    return main, joined


def _may_share(one: DropSheet, other: DropSheet) -> bool:
    """Say whether one block can name both: it has one encoding, and one sheet, which is no matter to files without sheets."""
    chosen = {sheet.chosen for sheet in (one, other) if sheet.sheet.name}
    return one.encoding == other.encoding and len(chosen) < 2


def _fills_alike(one: TableDraft, other: TableDraft) -> bool:
    """Say whether the questions about one sheet are those about the other: they lack the same columns, and both are broad or neither.

    What a block says of all rows (`given`) would else be said of a file that has the column.
    """
    return one.missing == other.missing and bool(one.tests) == bool(other.tests)


def _readings_of_forms(draft: TableDraft, readings: Readings) -> Iterator[Reading]:
    """Yield how the dates and numbers within texts with named parts are written."""
    columns = {column.name: column for column in table_columns(draft.table)}
    kinds = {name: column.kind for name, column in columns.items()}
    for one in draft.columns:
        said: dict[str, set[str]] = {}
        templates = [read_template(form, kinds) for form in draft.forms.get(one.position, ())]
        for text in one.texts if templates else ():
            rows = next((found for template in templates if (found := template.read(text)) is not None), [])
            for name, part in ((name, part) for row in rows for name, part in row.items() if part):
                said.setdefault(name, set()).add(part)
        for name, parts in said.items():
            if columns[name].kind in (*DAYS, "number"):
                yield readings.as_column(sorted(parts), draft.table, columns[name])


def _marks_of_tests(draft: TableDraft, readings: Readings) -> set[str]:
    """Return the decimal marks without which some column of a sheet with one column per test is read worse."""
    units: Units | None = getattr(required_schema("staging", draft.table), "UNITS", None)
    of_tests = {test.header for test in draft.tests}
    tested = [one for one in draft.columns if one.header in of_tests]
    marks = set()
    for value in [column for column in table_columns(draft.table) if units and column.name == units.value]:
        for one in tested:
            unread = {mark: len(readings.unread(one.texts, draft.table, value, Reading(1.0, decimal_mark=mark))) for mark in MARKS}
            marks |= {mark for mark in MARKS if unread[mark] < max(unread.values())}
    return marks


def _days_outside(draft: TableDraft, readings: Readings) -> list[Reading]:
    """Return how the days of columns that nothing reads are written, where the table lacks a day that it must have."""
    return _outside_as(draft, DAYS, readings)


def _numbers_outside(draft: TableDraft, readings: Readings) -> list[Reading]:
    """Return how the numbers of columns that nothing reads are written, where the table lacks a number that it must have."""
    return [reading for reading in _outside_as(draft, ("number",), readings) if not reading.date_orders]


def _outside_as(draft: TableDraft, kinds: tuple[str, ...], readings: Readings) -> list[Reading]:
    lacking = next((column for column in draft.missing if column.kind in kinds), None)
    outside = [one for one in draft.outside if kinds == DAYS or not one.holds_days]
    found = [readings.as_column(one.texts, draft.table, lacking) for one in outside] if lacking else []
    return [reading for reading in found if reading.share >= LEAST_DAYS]
