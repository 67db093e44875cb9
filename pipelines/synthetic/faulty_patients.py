"""Patients who exist only in a dirty drop: each is drawn by chance for one kind of fault, and carries no other."""

from collections.abc import Container, Sequence
from dataclasses import replace
from datetime import timedelta
from importlib import import_module
from random import Random

from pipelines.synthetic.fault import Case, Kind, Unsuitable
from pipelines.synthetic.journey import Journey, plan_journey
from pipelines.synthetic.patients import patient_record
from pipelines.synthetic.reconstructed import FAULTY, LAST_DAY, LAST_START, Truth, moved, reconstructed_cohort
from pipelines.synthetic.records import records_of

TRIES = 600  # patients drawn until one has a place for the fault


def known_kinds() -> tuple[Kind, ...]:
    """Return the kinds of fault that are kept beside the tests of a checkout; raise ModuleNotFoundError where it has no tests."""
    return import_module("tests.faults.all_kinds").KINDS


def planted_cases(seed: int, kinds: Sequence[Kind]) -> list[Case]:
    """Return one patient per kind of fault, with the fault in the record; no two are alike by chance."""
    cases: dict[tuple, Case] = {}
    for place, kind in enumerate(kinds):
        case = planted_case(kind, place, seed, cases)
        cases[likeness(case.journey)] = case
    return list(cases.values())


def likeness(journey: Journey) -> tuple:
    """Return by what one patient under two numbers is known: sex, birth date and day of diagnosis."""
    record = patient_record(journey)
    return record["sex"], record["birth_date"], record["hcc_dx_date"]


def planted_case(kind: Kind, place: int, seed: int, others: Container[tuple] = ()) -> Case:
    """Return a patient who suits the kind of fault, with the fault in the record, and who is like none of `others`."""
    for attempt in range(TRIES):
        journey = drawn_journey(kind, FAULTY + place * TRIES + attempt, seed)
        if likeness(journey) in others:
            continue
        case = Case(kind, journey, records_of(journey))
        try:
            kind.plant(case)
        except Unsuitable:
            continue
        return case
    raise ValueError(f"no patient of {TRIES} has a place for the fault: {kind}")


def drawn_journey(kind: Kind, index: int, seed: int) -> Journey:
    """Return a patient without any oddity of his own, moved to another start."""
    random = Random(f"{seed}:{kind.name}:{index}")
    rows = [truth for truth in reconstructed_cohort() if is_unremarkable(truth) and kind.truth(truth)]
    if kind.journey != "cohort":
        rows = [truth for truth in rows if truth.group == "first_line" and truth.os_days >= 90]
    truth = moved(random.choice(rows), f"X{index}", random)
    if not truth.is_dead:  # the living are still seen
        truth = replace(truth, haic_start=min(LAST_START, LAST_DAY - timedelta(truth.os_days + random.randint(0, 120))))
    return plan_journey(index, seed, truth, kind.journey)


def is_unremarkable(truth: Truth) -> bool:
    """Say whether a patient of the reconstructed cohort has nothing that a rule asks about, nor a tumour that could grow out of range."""
    is_whole = truth.alt is not None and truth.best_response != "NE"
    return is_whole and truth.child_pugh != "C" and truth.bclc != "D" and truth.age <= 90 and truth.size_cm <= 13
