"""Which table each sheet of a drop fills, and how: the value of which the settings are written."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from pipelines.draft.settings.match_forms import match_forms
from pipelines.draft.settings.match_headers import Match, likeness, match_headers
from pipelines.draft.settings.match_tests import TestColumn, match_tests
from pipelines.draft.settings.match_twins import TwinColumn, match_twins
from pipelines.draft.settings.read_drop import DropSheet
from pipelines.draft.settings.readings import Readings
from pipelines.draft.settings.sheet_columns import SheetColumn
from pipelines.settings.text_template import read_template
from pipelines.warehouse.table_files import raw_tables, required_schema, table_columns
from schemas.column import PATIENT_ID, Column, Units

LEAST_COVERED = 0.3
LEAST_SHARED, LEAST_OF_OTHERS = 2, 0.57  # columns by which a sheet fills another table, too, and how alike their headers are


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
    twins: tuple[TwinColumn, ...] = ()

    @property
    def filled(self) -> set[str]:
        """The columns of the table that the sheet fills."""
        of_forms = {name for at in self.forms for name in self.filled_by_forms(at)}
        return (
            {PATIENT_ID.name}
            | {match.column.name for match in self.matches.values()}
            | of_forms
            | self._of_tests
            | {twin.column for twin in self.twins}
        )

    def filled_by_forms(self, position: int) -> set[str]:
        """Return the columns of the table that the texts of a column fill."""
        kinds = {column.name: column.kind for column in table_columns(self.table)}
        return {name for form in self.forms[position] for name in read_template(form, kinds).columns}

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
        of_tests = {test.header for test in self.tests} | {twin.header for twin in self.twins}
        read = {*self.matches, *self.forms, self.patient.position}
        return [one for one in self.columns if one.position not in read and one.header not in of_tests and not one.is_identifier]

    @property
    def score(self) -> float:
        """How well the table fits: the share of its required columns, then what else is matched, then the file's name."""
        required = [column for column in table_columns(self.table) if column.required and column.name != PATIENT_ID.name]
        covered = sum(column.name in self.filled for column in required) / max(1, len(required))
        beside = len({twin.column for twin in self.twins})
        sure = sum(match.score for match in self.matches.values()) + len(self.forms) + min(3, len(self.tests)) + beside
        stem = self.drop_sheet.sheet.file.rsplit("/", 1)[-1].split(".")[0] + " " + self.drop_sheet.sheet.name
        return covered + 0.15 * sure + 0.3 * likeness(stem, self.table.replace("_", " "))


def draft_tables(
    sheets: Sequence[DropSheet], columns: Sequence[list[SheetColumn]], patients: dict[int, int], readings: Readings
) -> list[TableDraft]:
    """Return, for each sheet with a patient number, the table that it fills best; a sheet that fits none is left out."""
    drafts = []
    readings.expect(text for place in patients for one in columns[place] for text in one.texts)
    for place, drop_sheet in enumerate(sheets):
        if place not in patients:
            continue
        tried = [_draft(drop_sheet, table, columns[place], patients[place], readings) for table in raw_tables()]
        best = max(tried, key=lambda draft: draft.score)
        if best.score >= LEAST_COVERED and len(best.filled) > 1:
            drafts += _with_what_each_reads(best, _others_of(best, tried, readings))
    return drafts


def _with_what_each_reads(best: TableDraft, others: list[TableDraft]) -> list[TableDraft]:
    """Return the drafts of one sheet so that nobody asks about a column that another table reads."""
    if not others:
        return [best]
    outside = {other.table: {one.position for one in other.outside} for other in others}
    read = [replace(other, columns=tuple(one for one in other.columns if one.position not in outside[other.table])) for other in others]
    elsewhere = {one.position for other in read for one in other.columns} - {best.patient.position}
    return [replace(best, columns=tuple(one for one in best.columns if one.position not in elsewhere)), *read]


def _others_of(best: TableDraft, tried: Sequence[TableDraft], readings: Readings) -> list[TableDraft]:
    """Return what the columns of a sheet that its table leaves outside fill besides: most of what another table must have."""
    found: list[TableDraft] = []
    outside = best.outside
    for other in sorted((one for one in tried if one.table != best.table), key=lambda one: -one.score):
        if len({one.position for one in outside} & {*other.matches, *other.forms}) < LEAST_SHARED:
            continue
        draft = _draft(other.drop_sheet, other.table, [best.patient, *outside], best.patient.position, readings)
        required = {column.name for column in table_columns(other.table) if column.required} - {PATIENT_ID.name}
        own = {match.column.name for match in draft.matches.values() if match.score >= LEAST_OF_OTHERS} | {
            name for at in draft.forms for name in draft.filled_by_forms(at)
        }
        if len(own & required) >= LEAST_SHARED and len(own & required) >= 0.5 * len(required):
            found.append(draft)
            outside = [one for one in outside if one in draft.outside]
    return found


def _draft(drop_sheet: DropSheet, table: str, columns: list[SheetColumn], patient_at: int, readings: Readings) -> TableDraft:
    patient = next(one for one in columns if one.position == patient_at)
    others = [one for one in columns if one is not patient]
    tests = match_tests(others, table, readings)
    of_tests = {test.header for test in tests}
    others = [one for one in others if one.header not in of_tests and not one.is_identifier]
    twins = match_twins(others, table)
    others = [one for one in others if one.header not in {twin.header for twin in twins}]
    matches = {at: match for at, match in match_headers(others, table, readings).items() if match.column.name != PATIENT_ID.name}
    forms, unfit = {}, {}
    for one in others:
        match = matches.get(one.position)
        if match and (match.score == 1 or match.is_sure) and (match.reading.share >= 0.5 or match.column.kind == "text"):
            continue
        if match and is_read_as_it_is(match):
            continue
        found, left = match_forms(one, table, readings)
        if found and not _doubled(found, table, one.position, matches, forms):
            forms[one.position], unfit[one.position] = found, left
            matches.pop(one.position, None)
    return TableDraft(drop_sheet, table, tuple(columns), patient, matches, forms, unfit, tuple(tests), tuple(twins))


def is_read_as_it_is(match: Match) -> bool:
    """Say whether most cells are values of the column; of text and of units that have no list anything is."""
    has_a_form = match.column.kind != "text" and (match.column.kind != "code" or bool(match.column.codes))
    return has_a_form and match.reading.share >= 0.5


def _doubled(found: list[str], table: str, position: int, matches: dict[int, Match], forms: dict[int, list[str]]) -> bool:
    """Say whether another column of the sheet fills a column of these forms already."""
    kinds = {column.name: column.kind for column in table_columns(table)}

    def columns_of(several: Iterable[str]) -> set[str]:
        return {name for form in several for name in read_template(form, kinds).columns}

    taken = {match.column.name for at, match in matches.items() if at != position}
    taken |= {name for several in forms.values() for name in columns_of(several)}
    return bool(columns_of(found) & taken)
