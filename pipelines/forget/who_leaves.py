"""What a patient who has withdrawn from all is called in a data folder: number, pseudonym, keyed numbers of exams and such."""

import csv
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import polars as pl

from pipelines.raw.pseudonyms import normalise, pseudonym_of
from pipelines.raw.withdrawn import LIST, read_withdrawals
from pipelines.settings.errors import UnusableSettings

ALL = "all"
KEYED = "^[A-Z][0-9A-F]{20}$"  # the pseudonym of an exam, a lesion or a specimen


@dataclass(frozen=True)
class Names:
    """By what the rows and files of these patients are known; nothing of it is ever printed."""

    numbers: frozenset[str]
    pseudonyms: frozenset[str]
    keyed: frozenset[str]

    @cached_property
    def of_rows(self) -> list[str]:
        """What no cell of anybody else can hold: pseudonyms, and keyed numbers."""
        return sorted(self.pseudonyms | self.keyed)

    @cached_property
    def _in_text(self) -> re.Pattern[str]:
        numbers = "|".join(map(re.escape, sorted(self.numbers)))
        return re.compile(f"{'|'.join(map(re.escape, self.of_rows))}|(?<![0-9A-Za-z.])(?:{numbers})(?![0-9A-Za-z])")

    def stand_in(self, text: str) -> bool:
        """Say whether a text names one of the patients; a number counts where it stands alone."""
        return bool(self._in_text.search(text))


def who_leaves(restricted: Path, key: bytes) -> Names:
    """Return the names of the patients who have withdrawn from all; raise UnusableSettings where the list names none."""
    path = restricted / LIST
    numbers = [one.number for one in read_withdrawals(path) if one.scope == ALL]
    if not numbers:
        raise UnusableSettings(
            f'{path}: no line of it says that a patient has withdrawn from "{ALL}"; such a line is 00012345,2024-12-31,{ALL}'
        )
    pseudonyms = frozenset(pseudonym_of(normalise(number), key) for number in numbers)
    return Names(frozenset({*numbers, *map(normalise, numbers)}), pseudonyms, _keyed_numbers(restricted, pseudonyms))


def _keyed_numbers(restricted: Path, pseudonyms: Collection[str]) -> frozenset[str]:
    """Return the keyed numbers that are these patients' alone: one that stands in a row of another patient too is no name of either."""
    theirs, of_others = set[str](), set[str]()
    for patient, keyed in _patients_and_keyed_numbers(restricted):
        (theirs if patient in pseudonyms else of_others).add(keyed)
    return frozenset(theirs - of_others)


def _patients_and_keyed_numbers(restricted: Path) -> Iterator[tuple[str, str]]:
    listed = restricted / "numbers.csv"
    if listed.is_file():
        with listed.open(encoding="utf-8-sig", newline="") as file:
            yield from ((row["patient"], row["pseudonym"]) for row in csv.DictReader(file))
    for path in sorted((restricted / "runs").glob("*/raw/*.parquet")):
        rows = pl.read_parquet(path)
        texts = [name for name in rows.columns if rows.schema[name] == pl.String and name != "patient_id"]
        if "patient_id" in rows.columns:
            keyed = rows.select(pl.col("patient_id").fill_null(""), *texts).unpivot(
                texts, index="patient_id", variable_name="the column", value_name="the number"
            )
            yield from keyed.filter(pl.col("the number").str.contains(KEYED)).select("patient_id", "the number").unique().iter_rows()
