"""The invented hospital answers its queries as people would who know the truth: what its dirty drop should have held stands in its twin."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl

from pipelines.findings.queries.answers import BLANK
from pipelines.raw.key_file import SYNTHETIC_MARKER
from pipelines.synthetic.fault import Case
from pipelines.synthetic.faulty_patients import known_kinds, planted_cases
from pipelines.synthetic.files import extracts_of
from pipelines.synthetic.hospital import MARKER
from pipelines.synthetic.records import Records, journeys_of, records_of
from pipelines.synthetic.write_extracts import Answer, write_extracts
from tests.path_run import pseudonyms

SEED = 20240731
OF_LOADING = (
    "row_key",
    "patient_id_status",
    "source",
    "source_file",
    "sheet",
    "source_row",
    "has_identifier",
    "date_order",
    "decimal_mark",
)
Row = dict[str, Any]


@dataclass
class Hospital:
    """The hospital of the dirty drop: `mended` are the numbers of the patients whose records it has corrected in its own system."""

    folder: Path
    mended: set[str] = field(default_factory=set)
    key: list[Answer] = field(default_factory=list)  # of the drop as it was sent first

    @cached_property
    def cases(self) -> list[Case]:
        """The patients who carry a fault each."""
        return planted_cases(SEED, known_kinds())

    @cached_property
    def case_of(self) -> dict[str, Case]:
        """The case of each pseudonym, of whatever of its numbers."""
        return {name: case for case in self.cases for name in pseudonyms([str(number) for number in case.numbers])}

    @cached_property
    def case_of_row(self) -> dict[tuple[str, str, int], Case]:
        """The case of each row with a fault, as the answer key of the dirty drop names it: file, sheet, row."""
        by_number = {str(number): case for case in self.cases for number in case.numbers}
        return {
            (file, sheet, row): by_number[numbers.split()[0]]
            for file, sheet, row, *_, numbers in self.key
            if numbers.split()[0] in by_number
        }

    def mend(self, queries: list[Row]) -> None:
        """Correct in the hospital's system the records of the patients of whom these queries ask."""
        for query in queries:
            place = (query["source_file"], query["sheet"] or "", query["source_row"])
            case = self.case_of.get(query["patient"]) or self.case_of_row.get(place)
            if case:
                self.mended.add(case.journey.number)

    def send(self) -> Path:
        """Write the drop as the hospital's system holds it now."""
        self.folder.mkdir(exist_ok=True)
        for path in self.folder.iterdir():
            path.unlink()
        by_number = {journey.number: records_of(journey) for journey in journeys_of(100, SEED)}
        for case in self.cases:
            is_mended = case.journey.number in self.mended
            by_number[case.journey.number] = records_of(case.journey) if is_mended else case.records()
        records = Records()
        for number in sorted(by_number):
            records.add(by_number[number])
        key = write_extracts(self.folder, extracts_of(records))
        self.key = self.key or key
        (self.folder / SYNTHETIC_MARKER).write_text(MARKER, encoding="utf-8")
        return self.folder


@dataclass(frozen=True)
class Differences:
    """What the rows as sent and those of the twin differ in: rows with their true cells, rows too many, rows that are missing."""

    changed: dict[tuple[str, str], dict[str, str]]  # table, key of the row as sent → field → true value
    patients: dict[tuple[str, str], str]  # of these rows


def differences(sent: Path, twin: Path) -> Differences:
    """Compare the raw rows of two runs; rows that differ are paired within a table and patient, the most alike first."""
    changed, patients = {}, {}
    for path in sorted(sent.glob("*.parquet")):
        if path.stem == "broken_rows":
            continue
        ours, truth = (pl.read_parquet(folder / path.name).sort("source_file", "sheet", "source_row") for folder in (sent, twin))
        columns = [name for name in ours.columns if name not in OF_LOADING]
        wrong, right = _without_those_of(ours, truth, columns), _without_those_of(truth, ours, columns)
        for row, true in _pairs(wrong, right, columns):
            changed[path.stem, row["row_key"]] = {name: true[name] or "" for name in columns if row[name] != true[name]}
            patients[path.stem, row["row_key"]] = row["patient_id"]
    return Differences(changed, patients)


def _without_those_of(rows: pl.DataFrame, others: pl.DataFrame, columns: list[str]) -> list[Row]:
    """Return the rows that the others have not, each as often as it is there too often."""
    known = Counter(others.select(columns).iter_rows())
    left = []
    for row in rows.iter_rows(named=True):
        cells = tuple(row[name] for name in columns)
        known[cells] -= 1
        if known[cells] < 0:
            left.append(row)
    return left


def _pairs(wrong: list[Row], right: list[Row], columns: list[str]) -> list[tuple[Row, Row]]:
    by_patient = defaultdict(list)
    for place, row in enumerate(right):
        by_patient[row["patient_id"]].append((place, row))
    alike = [
        (-sum(row[name] == true[name] and row[name] is not None for name in columns), at, place, row, true)
        for at, row in enumerate(wrong)
        for place, true in by_patient[row["patient_id"]]
    ]
    ours, theirs, found = set(), set(), []
    for count, at, place, row, true in sorted(alike, key=lambda one: one[:3]):
        is_same = -2 * count >= sum(true[name] is not None for name in columns)
        if is_same and at not in ours and place not in theirs:
            ours.add(at)
            theirs.add(place)
            found.append((row, true))
    return found


def run_folder(data: Path) -> Path:
    """Return what the published run has kept in the restricted zone."""
    return data / "restricted" / "runs" / (data / "registry" / "current").resolve().name


def asked(data: Path) -> list[Row]:
    """Return the queries of the published run."""
    return pl.read_parquet(run_folder(data) / "queries.parquet").to_dicts()


def what(query: Row) -> tuple:
    """Return what a query asks, by which the same question of another registry is known."""
    return query["rule"], query["table"], query["patient"], query["entity"], query["columns"]


def values_to_give(data: Path, twin: Path) -> dict[str, dict[str, str]]:
    """Return the answers, by query, that give the true values of the cells of the row that is asked about.

    Of a patient who has wrong rows of which nobody asks, such as the other results of a copied panel, no value is given: whoever looks
    them up sees that, and has all of them corrected in the EMR.
    """
    differ = differences(run_folder(data) / "raw", run_folder(twin) / "raw")
    by_row = defaultdict(list)
    for query in asked(data):
        if query["state"] == "open" and query["staged_row_key"]:
            by_row[query["staged_table"], query["staged_row_key"]].append(query)
    unasked = {differ.patients[row] for row in differ.changed.keys() - by_row.keys()}
    first = {row: min(queries, key=lambda one: (bool(one["hangs_on"]), one["query_no"])) for row, queries in by_row.items()}
    given = {
        query["query_no"]: differ.changed[row] for row, query in first.items() if row in differ.changed and query["patient"] not in unasked
    }
    return {
        number: {
            "ANSWER": "correct value given",
            "Field to correct": "; ".join(cells),
            "Correct value": "; ".join(value or BLANK for value in cells.values()),
        }
        for number, cells in given.items()
    }


def fill_in(lists: list[Path], answers: dict[str, dict[str, str]]) -> int:
    """Fill in the lists as a person does, and return how many rows were."""
    count = 0
    for path in lists:
        book = openpyxl.load_workbook(path)
        sheet = book.worksheets[0]
        titles = {cell.value: cell.column for cell in sheet[1]}
        for row in range(2, sheet.max_row + 1):
            if cells := answers.get(sheet.cell(row, titles["Query"]).value):
                count += 1
                for title, value in {**cells, "By": "Kim", "Date": "2024-12-31"}.items():
                    sheet.cell(row, titles[title]).value = value
        book.save(path)
    return count
