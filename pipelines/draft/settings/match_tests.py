"""Finds laboratory sheets with one column per test: which headers name a test, and in which unit its results come."""

from dataclasses import dataclass

from pipelines.draft.settings.readings import Readings
from pipelines.draft.settings.sheet_columns import SheetColumn
from pipelines.warehouse.table_files import required_schema, table_columns
from schemas.code_book import listed_rows
from schemas.column import Units

LEAST_TESTS = 2


@dataclass(frozen=True)
class TestColumn:
    """A header that stands for a test: `unit` is known, or one of `choices`, or there is none (both blank)."""

    header: str
    test: str
    unit: str = ""
    choices: tuple[str, ...] = ()


def match_tests(columns: list[SheetColumn], table: str, readings: Readings) -> list[TestColumn]:
    """Return the headers of a sheet that name tests of the table; none unless at least two do."""
    units: Units | None = getattr(required_schema("staging", table), "UNITS", None)
    if not units:
        return []
    tests = next(column for column in table_columns(table) if column.name == units.column)
    found = []
    for one in columns:
        names = [one.header, one.plain, one.plain.split("(")[0].strip()]
        known = readings.known_words(names, table, tests)
        name = next((name for name in names if name in known), "")
        if name:
            found.append(_test_column(one, readings.code_of(name, table, tests), units, readings))
    return found if len(found) >= LEAST_TESTS else []


def _test_column(one: SheetColumn, test: str, units: Units, readings: Readings) -> TestColumn:
    listed = [(row["unit"], float(row["factor"])) for row in listed_rows(units.table) if row[units.column] == test]
    if one.unit and readings.unit_of(units, test, one.unit):
        return TestColumn(one.header, test, one.unit)
    if len({factor for _, factor in listed}) <= 1:  # whatever the laboratory writes, it is the same
        return TestColumn(one.header, test, listed[0][0] if listed else "")
    return TestColumn(one.header, test, choices=tuple(unit for unit, _ in listed))
