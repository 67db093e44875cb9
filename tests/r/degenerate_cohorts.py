"""Draws 300 cohorts of 20 degenerate kinds, 15 of each: `python -m tests.r.degenerate_cohorts` writes tests/r/degenerate_cohorts.csv.

Each kind changes an ordinary small cohort of two arms with two measured covariates, x and y, in one way.
"""

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np

FILE = Path(__file__).with_name("degenerate_cohorts.csv")
EACH, SEED = 15, 20_240_104
Cohort = dict[str, np.ndarray]  # time, event, arm, x, y
KINDS: dict[str, Callable[[Cohort, np.random.Generator], None]] = {}


def kind(change: Callable[[Cohort, np.random.Generator], None]) -> Callable[[Cohort, np.random.Generator], None]:
    KINDS[change.__name__] = change
    return change


def plain(generator: np.random.Generator) -> Cohort:
    """Return 14 to 30 patients: days from 1 to 400, two of three with the event."""
    size = int(generator.integers(14, 31))
    return {
        "time": generator.integers(1, 400, size).astype(float),
        "event": (generator.random(size) < 2 / 3).astype(float),
        "arm": np.arange(size) % 2 * 1.0,
        "x": np.round(generator.normal(0, 1, size), 3),
        "y": np.round(generator.normal(60, 10, size), 1),
    }


def keep(cohort: Cohort, rows: np.ndarray | slice) -> None:
    for name in cohort:
        cohort[name] = cohort[name][rows]


@kind
def one_event(cohort, generator):
    cohort["event"][:] = 0
    cohort["event"][generator.integers(len(cohort["event"]))] = 1


@kind
def no_event(cohort, generator):
    cohort["event"][:] = 0


@kind
def all_events_at_one_time(cohort, generator):
    cohort["time"][cohort["event"] == 1] = 100


@kind
def many_ties(cohort, generator):
    cohort["time"] = np.ceil(cohort["time"] / 130)


@kind
def one_arm_is_empty(cohort, generator):
    cohort["arm"][:] = generator.integers(2)


@kind
def one_patient(cohort, generator):
    keep(cohort, slice(1))


@kind
def two_patients(cohort, generator):
    keep(cohort, slice(2))


@kind
def all_censored_on_day_0(cohort, generator):
    cohort["time"][:], cohort["event"][:] = 0, 0


@kind
def deaths_on_day_0(cohort, generator):
    cohort["time"][:4], cohort["event"][:4] = 0, 1


@kind
def a_constant_covariate(cohort, generator):
    cohort["x"][:] = 1.5


@kind
def a_covariate_orders_the_events(cohort, generator):
    cohort["x"] = -np.argsort(np.argsort(cohort["time"] + np.arange(len(cohort["time"])) / 1000)).astype(float)


@kind
def one_covariate_determines_the_other(cohort, generator):
    cohort["y"] = 2 * cohort["x"] + 1


@kind
def a_covariate_is_missing_of_all(cohort, generator):
    cohort["x"][:] = np.nan


@kind
def a_covariate_is_missing_of_half(cohort, generator):
    cohort["x"][generator.random(len(cohort["x"])) < 0.5] = np.nan


@kind
def huge_values(cohort, generator):
    cohort["x"], cohort["time"] = 1e9 * cohort["x"], 1000 * cohort["time"]


@kind
def tiny_values(cohort, generator):
    cohort["x"] = 1e-9 * cohort["x"]


@kind
def one_patient_in_an_arm(cohort, generator):
    cohort["arm"][:], cohort["arm"][generator.integers(len(cohort["arm"]))] = 0, 1


@kind
def no_event_in_one_arm(cohort, generator):
    cohort["event"][cohort["arm"] == generator.integers(2)] = 0


@kind
def everybody_dies(cohort, generator):
    cohort["event"][:] = 1


@kind
def flat_at_one_half(cohort, generator):
    keep(cohort, slice(8))
    cohort["time"], cohort["event"] = np.arange(1.0, 9) * 10, np.array([1.0, 1, 1, 1, 0, 0, 0, 0])
    cohort["arm"] = generator.permutation([0.0, 1] * 4)


def drawn() -> dict[str, tuple[str, Cohort]]:
    """Return every cohort by its name, with its kind."""
    found = {}
    for place, (name, change) in enumerate(KINDS.items()):
        for number in range(EACH):
            generator = np.random.default_rng([SEED, place, number])
            cohort = plain(generator)
            change(cohort, generator)
            found[f"{name}_{number}"] = (name, cohort)
    return found


def main() -> None:
    with FILE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["cohort", "time", "event", "arm", "x", "y"])
        for name, (_, cohort) in drawn().items():
            for row in zip(*cohort.values(), strict=True):
                writer.writerow([name, *("" if np.isnan(value) else f"{value:.17g}" for value in row)])


if __name__ == "__main__":
    main()
