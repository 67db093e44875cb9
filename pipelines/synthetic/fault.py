"""What a kind of fault is, and the patient's record in which one is planted."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from random import Random
from typing import Any

from pipelines.synthetic.extract import FaultyResult, FaultyRow, Raw
from pipelines.synthetic.journey import Journey
from pipelines.synthetic.laboratory import Result
from pipelines.synthetic.reconstructed import Truth
from pipelines.synthetic.record import Record
from pipelines.synthetic.records import Records

RESULT = ("patient_id", "test", "value", "collected_at", "specimen_id", "is_own")


class Unsuitable(Exception):
    """The record of this patient has no place for the fault: another patient is drawn."""


@dataclass(frozen=True)
class Kind:
    """A kind of fault as hospitals make it: its name is a sentence; `rule` must find it in every row that `plant` marks."""

    name: str
    table: str
    rule: str
    plant: Callable[["Case"], None]
    journey: str  # of the patient who carries it: cohort, or a kind of patient who does not qualify
    truth: Callable[[Truth], bool]

    def __str__(self) -> str:
        return self.name.replace("_", " ")


def kind(table: str, rule: str, *, journey: str = "cohort", truth: Callable[[Truth], bool] = lambda truth: True) -> Callable[..., Kind]:
    """Make a kind of fault of a function that plants it and whose name says what went wrong."""

    def made(plant: Callable[[Case], None]) -> Kind:
        return Kind(plant.__name__, table, rule, plant, journey, truth)

    return made


class Case:
    """One patient's record, free to be changed: every row of it is a FaultyRow; a result of `labs` is a row, too."""

    def __init__(self, kind: Kind, journey: Journey, records: Records) -> None:
        self.kind, self.journey = kind, journey
        self.random = Random(f"{journey.seed}:{journey.index}:{kind.name}")
        self.numbers = [journey.number]
        self.places = 0
        self.tables = {part.name: [FaultyRow(as_row(row)) for row in getattr(records, part.name)] for part in fields(records)}

    def rows(self, table: str = "", fits: Callable[[dict], bool] = lambda row: True, /, **cells: Any) -> list[FaultyRow]:
        """Return the rows of a table (of the kind's own, if none is named) that have these cells, in the record's order."""
        return [
            row for row in self.tables[table or self.kind.table] if all(row[name] == cell for name, cell in cells.items()) and fits(row)
        ]

    def row(self, table: str = "", fits: Callable[[dict], bool] = lambda row: True, /, **cells: Any) -> FaultyRow:
        """Return one of these rows by chance."""
        return self.pick(self.rows(table, fits, **cells))

    def pick(self, choices: list) -> Any:
        """Return one of several by chance, if there is one."""
        if not choices:
            raise Unsuitable
        return self.random.choice(choices)

    def need(self, condition: Any) -> None:
        """Ask for another patient unless the condition holds."""
        if not condition:
            raise Unsuitable

    def mark(self, *rows: FaultyRow) -> None:
        """Say that the kind's rule must find each of these rows."""
        self.need(rows)
        for row in rows:
            self.mark_one_of(row)

    def mark_one_of(self, *rows: FaultyRow) -> None:
        """Say that the kind's rule must find one of these rows, such as one read of an exam on which readers differ."""
        self.need(rows)
        self.places += 1
        for row in rows:
            row.rules, row.fault, row.place = [self.kind.rule], self, self.places

    def wrong(self, row: FaultyRow, /, **cells: Any) -> FaultyRow:
        """Write cells wrongly in a row that the rule must find."""
        self.mark(row)
        row.update(cells)
        return row

    def add(self, table: str, row: dict, /, **cells: Any) -> FaultyRow:
        """Add a row (a good one is repeated with other cells) after the rows of its table."""
        added = FaultyRow(row)
        added.update(cells)
        self.tables[table].append(added)
        return added

    def drop(self, table: str, rows: list[FaultyRow]) -> None:
        """Leave rows out."""
        self.need(rows)
        gone = {id(row) for row in rows}
        self.tables[table] = [row for row in self.tables[table] if id(row) not in gone]

    @property
    def patient(self) -> FaultyRow:
        """The patient's own row."""
        return self.tables["patients"][0]

    def day(self, day: Any) -> int:
        """Return a date as a day of the journey; day 0 is the index."""
        return ((day.date() if hasattr(day, "date") else day) - self.journey.date(0)).days

    def records(self) -> Records:
        """Return the record with its fault."""
        rows: dict[str, Any] = {**self.tables, "labs": [as_result(row) for row in self.tables["labs"]]}
        return Records(**rows)


def as_row(row: dict | Result) -> Record:
    """Return a laboratory result as a row with the columns of its extract; any other row is one."""
    return row if isinstance(row, dict) else dict(zip(RESULT, row, strict=True))


def as_result(row: FaultyRow) -> Result:
    """Return a row of `labs` as a result again; what the laboratory writes otherwise goes with it as it is."""
    typed = {name: row.before[name] if name in ("test", "collected_at") and isinstance(row[name], Raw) else row[name] for name in RESULT}
    return FaultyResult(row, *typed.values())
