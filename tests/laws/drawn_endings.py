"""Draws how it ended for patients of drawn histories, and reads of theirs without a day."""

import calendar

from tests.cohort.mrecist_in_python import READERS
from tests.warehouse_of import INDEX, day


def draw_ending(random_, history, kinds):
    """Draw the contacts, the death and the therapies after HAIC (tests/cohort/times_in_python.py says the form of an ending)."""
    ending = {"recorded": [], "therapies": [], "death": None, "month": None, "is_dead": random_.random() < 0.5}
    if random_.random() < 0.25:
        ending["therapies"] = sorted(random_.sample((-30, 1, 14, 28, 60, 100, 200), random_.randint(1, 2)))
        kinds["another therapy"] += 1
    if random_.random() < 0.3:
        ending["recorded"] = [(random_.choice((None, -5, 0, 30, 80, 150)), random_.choice((None, -5, 0, 40, 100))) for _ in range(2)]
        kinds["progression recorded by the site"] += 1
    said = [on for pair in ending["recorded"] for on in pair if on is not None]
    seen = max([*days_seen(history), *ending["therapies"], *said])
    ending["contact"] = max(seen + random_.choice((-20, 0, 40)), 0)
    if ending["is_dead"]:
        death = max(seen, ending["contact"]) + random_.choice((0, 3, 40))
        if random_.random() < 0.4:
            ending["month"] = (day(death).replace(day=1) - INDEX).days
            kinds["death known to the month"] += 1
        else:
            ending["death"] = death
    return ending


def days_seen(history):
    """Return the days on which the patient was scanned or had the first infusion."""
    return [0, *(exam["day"] for exams in history.values() for exam in exams if exam["reads"])]


def length_of_month(first):
    """Return the days of the month that begins so many days after the index day."""
    date = day(first)
    return calendar.monthrange(date.year, date.month)[1]


def draw_undated(random_, histories, kinds, readers):
    """Draw, in two of five patients, a read without a day: of an exam that is in the history under another number, or is not."""
    undated = {}
    for patient, history in histories.items():
        if random_.random() < 0.4:
            read = {"course": random_.choice(list(history)), "reader": random_.choice(READERS[:readers])}
            timepoint = random_.choice((1, 2, 3, 5, 8))
            if random_.random() < 0.7:  # a number between those of two exams
                for exam in history[read["course"]]:
                    exam["timepoint"] *= 2
                timepoint = 2 * random_.randint(0, 6) + 1
            overall = random_.choice(("CR", "PR", "SD", "PD", None))
            parts = {"target": random_.choice(("CR", "PR", "SD", "PD")), "non_target": random_.choice((None, "IR/SD", "CR", "PD"))}
            undated[patient] = read | {"timepoint": timepoint, "overall": overall, "new": random_.choice((None, False, True)), **parts}
            kinds["undated read"] += 1
            kinds["undated read, recorded in parts"] += overall is None
    return undated
