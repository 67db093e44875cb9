"""Flips single cells of the published sheet of HCC-TACE-Seg, each in another patient, as slips of a keyboard would.

`python -m tests.faults.real_flips DROP OUT` writes two sheets with 30 flips each (20 kinds, three patients each, by a seeded draw) and
their list; the test draws among the patients of whom nothing is found. What must find a kind, or why nothing does, stands beside it.
"""

import random
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl

BOOK, SHEET = "clinical_data_v2.xlsx", "data table"
EACH = 3
Row = dict[str, Any]


@dataclass(frozen=True)
class Kind:
    """A kind of slip: the column, what becomes of the cell, the rows in which it is one, and the rule that must find it."""

    name: str
    column: str
    slip: Callable[[Any], Any]
    rule: str = ""  # blank: rightly silent, for a reason
    reason: str = ""
    fits: Callable[[Row], bool] = lambda row: True


@dataclass(frozen=True)
class Flip:
    """One flipped cell."""

    kind: Kind
    patient: str
    before: Any
    after: Any


def has_sums(row: Row) -> bool:
    return all(
        row[f"{reader}_{name}"] not in (None, "") for reader in "123" for name in ("mRECIST_BL", "mRECIST_FU", "RECIST_FU", "mRECIST")
    )


def is_partial(row: Row) -> bool:
    """Say whether the first reader's tumour shrank by 35 to 60 %, so that a digit makes another category of it."""
    return has_sums(row) and row["1_mRECIST"] == 2 and 0.4 < row["1_mRECIST_FU"] / row["1_mRECIST_BL"] < 0.65


def is_dead(row: Row) -> bool:
    return row["Death_1_StillAliveorLostToFU_0"] == 1


def has_no_invasion(row: Row) -> bool:
    return row["BCLC"] == "Stage-A" and row["PS_bclc_0_0_1-2_1_3-4_3"] == 0


KINDS = (
    Kind("a category becomes another", "1_mRECIST", lambda value: 3 if value == 2 else 2, "MR-007", fits=has_sums),
    Kind("a category is none", "2_mRECIST", lambda value: 7, "CV-021", fits=has_sums),
    Kind("a follow-up sum loses its decimal point", "1_mRECIST_FU", lambda value: value * 10, "MR-007", fits=is_partial),
    Kind("a baseline sum loses its decimal point", "1_mRECIST_BL", lambda value: value * 10, "MR-005", fits=is_partial),
    Kind("a total sum gains a decimal point", "1_RECIST_FU", lambda value: value / 10, "MR-005", fits=is_partial),
    Kind("a sum is negative", "3_mRECIST_FU", lambda value: -value - 1, "MR-020", fits=has_sums),
    Kind("a sum is a word", "2_mRECIST_FU", lambda value: "about 40", "CV-016", fits=has_sums),
    Kind(
        "a sum is half a millimetre off",
        "1_mRECIST_BL",
        lambda value: value + 0.5,
        reason="within what two readers differ by, and in no other category",
        fits=lambda row: has_sums(row) and row["1_mRECIST"] == 1,
    ),
    Kind("the follow-up scan has no day", "Interval_FU", lambda value: None, "MR-031", fits=has_sums),
    Kind("the follow-up scan lies before the treatment", "Interval_FU", lambda value: -value, "PT-009", fits=has_sums),
    Kind("the patient progresses after death", "TTP", lambda value: value + 900, "PT-005", fits=is_dead),
    Kind(
        "progression lies before the treatment", "TTP", lambda value: -value, "PT-013", fits=lambda row: row["Censored_0_progressed_1"] == 1
    ),
    Kind("survival ends after the extract", "OS", lambda value: value + 2000, "PT-001", fits=is_dead),
    Kind(
        "a dead patient is alive",
        "Death_1_StillAliveorLostToFU_0",
        lambda value: 0,
        reason="nothing else in the sheet says that the patient died",
        fits=is_dead,
    ),
    Kind("the vital status is none", "Death_1_StillAliveorLostToFU_0", lambda value: 4, "CV-027"),
    Kind("the age has a third digit", "age", lambda value: value * 10, "PA-001"),
    Kind("the sex is none", "Sex", lambda value: 3, "CV-008"),
    Kind("the class of Child and Pugh is none", "CPS", lambda value: "E", "CV-019", fits=lambda row: row["CPS"] == "A"),
    Kind("the stage is one of invasion, without any", "BCLC", lambda value: "Stage-C", "PA-019", fits=has_no_invasion),
    Kind("the virus is none", "hepatitis", lambda value: "HXV only", "CV-027"),
)


SHEETS = (KINDS[: len(KINDS) // 2], KINDS[len(KINDS) // 2 :])  # one sheet has not as many patients of whom nothing is found


def flip_cells(drop: Path, out: Path, kinds: Iterable[Kind], without: Iterable[str], seed: int = 60) -> list[Flip]:
    """Write the sheet with three flips of each kind, each in another patient and none in one of `without`; return the flips."""
    book = openpyxl.load_workbook(drop / BOOK)
    sheet = book[SHEET]
    header = [cell.value for cell in sheet[1]]
    rows = {cells[0].value: dict(zip(header, cells, strict=True)) for cells in sheet.iter_rows(min_row=2) if cells[0].value}
    free, draw, flips = sorted(rows.keys() - set(without)), random.Random(seed), []
    for kind in kinds:
        fitting = [
            patient
            for patient in free
            if rows[patient][kind.column].value not in (None, "") and kind.fits({name: cell.value for name, cell in rows[patient].items()})
        ]
        for patient in draw.sample(fitting, EACH):
            cell = rows[patient][kind.column]
            flips.append(Flip(kind, patient, cell.value, kind.slip(cell.value)))
            cell.value = flips[-1].after
            free.remove(patient)
    out.mkdir(parents=True, exist_ok=True)
    book.save(out / BOOK)
    return flips


if __name__ == "__main__":
    for number, flipped in enumerate(SHEETS, start=1):
        for flip in flip_cells(Path(sys.argv[1]), Path(sys.argv[2]) / f"sheet_{number}", flipped, ()):
            print(f"{flip.patient} {flip.kind.column}: {flip.before} -> {flip.after}: {flip.kind.rule or flip.kind.reason}")
