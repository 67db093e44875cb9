"""Which table each sheet of a drop fills, and how: the value of which the settings are written."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pipelines.draft.settings.match_forms import match_forms
from pipelines.draft.settings.match_headers import Match, likeness, match_headers
from pipelines.draft.settings.match_tests import TestColumn, match_tests
from pipelines.draft.settings.read_drop import DropSheet
from pipelines.draft.settings.readings import Readings
from pipelines.draft.settings.sheet_columns import SheetColumn
from pipelines.settings.text_template import read_template
from pipelines.warehouse.table_files import raw_tables, required_schema, table_columns
from schemas.column import PATIENT_ID, Column, Units

LEAST_COVERED = 0.3


@dataclass(frozen=True)
class TableDraft:
    """How one sheet fills one table. Positions are those of the sheet's columns."""

    drop_sheet: DropSheet
    table: str
    columns: tuple[SheetColumn, ...]
    patient: SheetColumn
    matches: dict[int, Match] = field(default_factory=dict)
    forms: dict[int, list[str]] = field(default_factory=dict)
    unfit: dict[int, list[str]] = field(default_factory=dict)  # texts of no form
    tests: tuple[TestColumn, ...] = ()

    @property
    def filled(self) -> set[str]:
        """The columns of the table that the sheet fills."""
        kinds = {column.name: column.kind for column in table_columns(self.table)}
        of_forms = {name for forms in self.forms.values() for form in forms for name in read_template(form, kinds).columns}
        return {PATIENT_ID.name} | {match.column.name for match in self.matches.values()} | of_forms | self._of_tests

    @property
    def _of_tests(self) -> set[str]:
        if not self.tests:
            return set()
        units: Units = required_schema("staging", self.table).UNITS
        return {units.column, units.value, units.unit}

    @property
    def missing(self) -> list[Column]:
        """The columns that the table must have and the sheet has not."""
        return [column for column in table_columns(self.table) if column.required and column.name not in self.filled]

    @property
    def outside(self) -> list[SheetColumn]:
        """The columns of the sheet that nothing reads."""
        of_tests = {test.header for test in self.tests}
        read = {*self.matches, *self.forms, self.patient.position}
        return [one for one in self.columns if one.position not in read and one.header not in of_tests and not one.is_identifier]

    @property
    def score(self) -> float:
        """How well the table fits: the share of its required columns, then what else is matched, then the file's name."""
        required = [column for column in table_columns(self.table) if column.required and column.name != PATIENT_ID.name]
        covered = sum(column.name in self.filled for column in required) / max(1, len(required))
        sure = sum(match.score for match in self.matches.values()) + len(self.forms) + min(3, len(self.tests))
        stem = self.drop_sheet.sheet.file.rsplit("/", 1)[-1].split(".")[0] + " " + self.drop_sheet.sheet.name
        return covered + 0.15 * sure + 0.3 * likeness(stem, self.table.replace("_", " "))


def draft_tables(
    sheets: Sequence[DropSheet], columns: Sequence[list[SheetColumn]], patients: dict[int, int], readings: Readings
) -> list[TableDraft]:
    """Return, for each sheet with a patient number, the table that it fills best; a sheet that fits none is left out."""
    drafts = []
    for place, drop_sheet in enumerate(sheets):
        if place not in patients:
            continue
        tried = [_draft(drop_sheet, table, columns[place], patients[place], readings) for table in raw_tables()]
        best = max(tried, key=lambda draft: draft.score)
        if best.score >= LEAST_COVERED and len(best.filled) > 1:
            drafts.append(best)
    return drafts


def _draft(drop_sheet: DropSheet, table: str, columns: list[SheetColumn], patient_at: int, readings: Readings) -> TableDraft:
    patient = next(one for one in columns if one.position == patient_at)
    others = [one for one in columns if one is not patient]
    tests = match_tests(others, table, readings)
    of_tests = {test.header for test in tests}
    others = [one for one in others if one.header not in of_tests and not one.is_identifier]
    matches = {at: match for at, match in match_headers(others, table, readings).items() if match.column.name != PATIENT_ID.name}
    forms, unfit = {}, {}
    for one in others:
        match = matches.get(one.position)
        if match and (match.reading.share >= 0.5 or match.column.kind == "text"):
            continue
        found, left = match_forms(one, table, readings)
        if found and not _doubled(found, table, one.position, matches, forms):
            forms[one.position], unfit[one.position] = found, left
            matches.pop(one.position, None)
    return TableDraft(drop_sheet, table, tuple(columns), patient, matches, forms, unfit, tuple(tests))


def _doubled(found: list[str], table: str, position: int, matches: dict[int, Match], forms: dict[int, list[str]]) -> bool:
    """Say whether another column of the sheet fills a column of these forms already."""
    kinds = {column.name: column.kind for column in table_columns(table)}

    def columns_of(several: Iterable[str]) -> set[str]:
        return {name for form in several for name in read_template(form, kinds).columns}

    taken = {match.column.name for at, match in matches.items() if at != position}
    taken |= {name for several in forms.values() for name in columns_of(several)}
    return bool(columns_of(found) & taken)
