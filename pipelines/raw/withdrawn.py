"""Reads who has withdrawn, whose rows are left out though the hospital still sends them.

The list is `restricted/withdrawn.csv`: patient number, day, and what the patient has withdrawn from ("future use only", or "all"). From
both follows that no row is taken any more; what earlier releases hold is another matter.
"""

import csv
import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from pipelines.raw.pseudonyms import normalise, pseudonym_of
from pipelines.settings.errors import UnusableSettings

LIST = "withdrawn.csv"
COLUMNS = ("number", "day", "scope")
SCOPES = ("future use only", "all")


@dataclass(frozen=True)
class Withdrawal:
    """A patient, by the hospital's number, who has withdrawn on a day."""

    number: str
    day: dt.date
    scope: str


def read_withdrawals(path: Path) -> list[Withdrawal]:
    """Return the list, empty where there is none; raise UnusableSettings, which names the line and no number, where it cannot be read."""
    if not path.is_file():
        return []
    try:
        rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    except (OSError, UnicodeDecodeError) as error:
        raise UnusableSettings(f"{path}: it cannot be read ({type(error).__name__}); write it as a CSV file in UTF-8") from None
    if not rows or tuple(cell.strip().lower() for cell in rows[0]) != COLUMNS:
        raise UnusableSettings(f"{path}: its first line is not {','.join(COLUMNS)}")
    return [_withdrawal(path, line, row) for line, row in enumerate(rows[1:], start=2) if any(cell.strip() for cell in row)]


def _withdrawal(path: Path, line: int, row: list[str]) -> Withdrawal:
    cells = [cell.strip() for cell in row]
    if len(cells) != len(COLUMNS) or not cells[0]:
        raise UnusableSettings(f"{path}, line {line}: it has not a number, a day and a scope")
    try:
        day = dt.date.fromisoformat(cells[1])
    except ValueError:
        raise UnusableSettings(f"{path}, line {line}: the day is not written as 2024-12-31") from None
    if cells[2].lower() not in SCOPES:
        raise UnusableSettings(f"{path}, line {line}: the scope is neither {' nor '.join(SCOPES)}")
    return Withdrawal(cells[0], day, cells[2].lower())


def withdrawn_patients(path: Path, key: bytes) -> tuple[str, ...]:
    """Return the pseudonyms of those on the list, whatever the day: whoever is on it when a run begins has withdrawn by then."""
    return tuple(sorted({pseudonym_of(normalise(one.number), key) for one in read_withdrawals(path)}))
