"""The truth behind each invented patient: a row of the reconstructed cohort, and the hospital's number for it."""

import csv
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random

COHORT_FILE = Path(__file__).with_name("reconstructed_cohort.csv")
FIRST_START = date(2022, 3, 1)
LAST_START = date(2024, 6, 30)
LAST_DAY = date(2024, 12, 15)
STILL_SEEN = date(2024, 12, 20)  # the extracts are filled up to here, by patients who do not qualify
SCREENED_OUT = 5_000_000  # patients who do not qualify are numbered from here
STRIDE, FIRST_NUMBER, NUMBERS = 4_069_203, 1_234_567, 10**7  # of the numbers, each of which one index has
FAULTY = 6_000_000  # patients who exist only in a dirty drop are numbered from here


@dataclass(frozen=True)
class Truth:
    """One patient of the cohort as the analysis must find it; `bclc` may be `0/A`, `alt` may be missing."""

    patient_id: str
    group: str
    age: int
    sex: str
    ast: int
    alt: int | None
    bilirubin: float
    bclc: str
    etiology: str
    child_pugh: str
    ecog: int
    afp: int
    size_cm: float
    tumor_number: str
    pvi: bool
    mets: bool
    prior_treatments: tuple[str, ...]
    haic_start: date
    os_days: int
    is_dead: bool
    has_progressed: bool
    pfs_days: int
    best_response: str


@cache
def reconstructed_cohort() -> tuple[Truth, ...]:
    """Return the 100 patients of the reconstructed cohort, in the file's order."""
    with COHORT_FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            Truth(
                patient_id=row["patient_id"],
                group=row["group"],
                age=int(row["age"]),
                sex=row["sex"],
                ast=int(row["ast"]),
                alt=int(row["alt"]) if row["alt"] else None,
                bilirubin=float(row["bilirubin"]),
                bclc=row["bclc"],
                etiology=row["etiology"],
                child_pugh=row["child_pugh"],
                ecog=int(row["ecog"]),
                afp=int(row["afp"]),
                size_cm=float(row["size_cm"]),
                tumor_number=row["tumor_number"],
                pvi=row["pvi"] == "1",
                mets=row["mets"] == "1",
                prior_treatments=tuple(filter(None, row["prior_treatments"].split(";"))),
                haic_start=date.fromisoformat(row["haic_start"]),
                os_days=int(row["os_days"]),
                is_dead=row["os_event"] == "1",
                has_progressed=row["progressed"] == "1",
                pfs_days=int(row["pfs_days"]),
                best_response=row["best_response"],
            )
            for row in csv.DictReader(file)
        )


def patient_number(index: int) -> str:
    """Return the hospital's 8-digit number of patient `index` (1 is P001); it always begins with a zero."""
    return f"{(index * STRIDE + FIRST_NUMBER) % NUMBERS:08d}"


def truth_of(index: int, seed: int) -> Truth:
    """Return what is true of patient `index`: the reconstructed row up to 100, a resampled and moved one beyond."""
    rows = reconstructed_cohort()
    if index <= len(rows):
        return rows[index - 1]
    random = Random(f"{seed}:truth:{index}")
    return moved(random.choice(rows), f"P{index:03d}", random)


def unremarkable_truth(index: int, seed: int, *, is_dead: bool) -> Truth:
    """Return a first-line patient without any oddity, for patients who do not qualify or who carry a fault."""
    random = Random(f"{seed}:truth:{index}")
    rows = [
        row
        for row in reconstructed_cohort()
        if row.group == "first_line"
        and row.is_dead == is_dead
        and 90 <= row.os_days <= 400
        and row.alt
        and row.child_pugh == "A"
        and row.best_response in ("SD", "PR")
        and not row.has_progressed
        and row.age < 85
    ]
    return moved(random.choice(rows), f"X{index}", random)


def moved(truth: Truth, patient_id: str, random: Random) -> Truth:
    """Return `truth` under another id and with another start, so that all its days still lie within the study."""
    latest = min(LAST_START, LAST_DAY - timedelta(truth.os_days))
    start = truth.haic_start + timedelta(random.randint(-150, 150))
    return replace(truth, patient_id=patient_id, haic_start=min(max(start, FIRST_START), latest))
