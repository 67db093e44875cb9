"""Adds a faulty line to an extract, or makes a good line faulty, and keeps in mind which rules must find it."""

from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from pipelines.synthetic import layout
from pipelines.synthetic.extract import Extract, PlantedLine
from pipelines.synthetic.journey import Journey
from pipelines.synthetic.laboratory_files import LIMITS, OTHER_YEARS, PLAIN, STYLES, line_of

LAYOUTS = {
    "patients": layout.PATIENTS,
    "assessments": layout.ASSESSMENTS,
    "drug_administrations": layout.DRUG_ADMINISTRATIONS,
    "procedures": layout.PROCEDURES,
    "imaging_reads": layout.IMAGING_READS,
    "lesions": layout.LESIONS,
    "follow_up": layout.FOLLOW_UP,
    "adverse_events": layout.ADVERSE_EVENTS,
}


class Planter:
    """Plants faults in the extracts of one drop. `days` gives every added row a day of its own after the index."""

    def __init__(self, extracts: list[Extract], journeys: dict[str, Journey], cohort: list[Journey], seed: int) -> None:
        self.extracts = extracts
        self.journeys = journeys
        self.cohort = cohort
        self.random = Random(f"{seed}:faults")
        self.day = 2

    def table(self, table: str, **more: str) -> Extract:
        """Return the first extract of a table, or the one with these properties."""
        return next(
            extract
            for extract in self.extracts
            if extract.table == table and all(getattr(extract, name) == value for name, value in more.items())
        )

    def next_day(self, journey: Journey) -> date:
        """Return a day of the patient's follow-up on which no other row was planted."""
        taken = {*journey.visits, *(scan.day for scan in journey.scans), *(day for day, _ in journey.procedures)}
        self.day = self.day + 1 if self.day < 84 else 3
        while self.day in taken:
            self.day += 1
        return journey.date(self.day)

    def someone(self) -> Journey:
        """Return a patient of the cohort, for rows that are set aside and so cannot change the cohort."""
        return self.random.choice(self.cohort)

    def add(self, table: str, record: dict, rule: str, /, **cells: Any) -> PlantedLine:
        """Add a row to a table's first extract: `record` as it would be written, then `cells` as they are wrongly written."""
        extract = self.table(table)
        (line,) = layout.lines_of(LAYOUTS[table], [{**dict.fromkeys(extract.columns), **record}])
        return self.insert(extract, line, rule, cells)

    def add_result(self, journey: Journey, rule: str, test: str, value: str, /, **cells: Any) -> PlantedLine:
        """Add a laboratory result, in the plain unit of its test, to the file of its year."""
        day = self.next_day(journey)
        collected = datetime.combine(day, datetime.min.time()) + timedelta(minutes=self.random.randint(840, 1000))
        style = STYLES.get(day.year, OTHER_YEARS)
        line = line_of((journey.number, "AST", 30.0, collected, f"X{self.random.randrange(10**6):06d}", False), style)
        extracts = [extract for extract in self.extracts if extract.table == "labs"]
        extract = next((each for each in extracts if each.file == f"labs_{day.year}.csv.gz"), extracts[0])
        limits = dict(zip(("lower_limit", "upper_limit"), LIMITS.get(test, ("", "")), strict=True))
        return self.insert(extract, line, rule, {"test": test, "value": value, "unit": PLAIN.get(test, "U/L"), **limits, **cells})

    def insert(self, extract: Extract, line: list[Any], rule: str, cells: dict[str, Any]) -> PlantedLine:
        """Insert a line somewhere among the rows of an extract."""
        planted = PlantedLine(line, [(rule, "planted")] if rule else [])
        for name, cell in cells.items():
            planted[extract.at(name)] = cell
        extract.lines.insert(self.random.randint(0, max(0, len(extract.lines) - 2)), planted)
        return planted

    def change(self, extract: Extract, position: int, rule: str, why: str = "planted", /, **cells: Any) -> PlantedLine:
        """Make the line at a position faulty."""
        line = extract.lines[position]
        planted = line if type(line) is PlantedLine else PlantedLine(line, [])
        planted.rules.append((rule, why))
        for name, cell in cells.items():
            planted[extract.at(name)] = cell
        extract.lines[position] = planted
        return planted

    def copy(self, extract: Extract, position: int) -> None:
        """Add an exact copy of a line: it is counted as a duplicate and no finding."""
        extract.lines.insert(position + 1, list(extract.lines[position]))
