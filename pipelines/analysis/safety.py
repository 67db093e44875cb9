"""Safety by arm: the worst grades of laboratory tests and events, each patient once; and how much of the planned treatment was given."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from pipelines.analysis.arms import arms_of
from pipelines.analysis.baseline_table import Moments, moments_of
from pipelines.analysis.proportions import Proportion, proportion

GRADES = (0, 1, 2, 3, 4, 5)
SEVERE = 3
COUNTED = ("cycle_count", "reduced_cycle_count", "short_cycle_count", "late_cycle_count")


@dataclass(frozen=True)
class GradeLine:
    """One test or term in each group (the arms, then all): the patients by worst grade, and those of grade 3 or worse.

    Denominators are the patients looked at: for a test those with a result, for an event all. `ungraded` have results that no grade follows
    from; they are in the denominator and in no grade.
    """

    name: str
    cycle: int | None
    grades: tuple[tuple[int, tuple[Proportion, ...]], ...]
    ungraded: tuple[Proportion, ...]
    severe: tuple[Proportion, ...]


@dataclass(frozen=True)
class GradeTable:
    """Worst grades. `groups` are the arms and, last, "all"; lines come in the order of their names, then cycles."""

    groups: tuple[str, ...]
    lines: tuple[GradeLine, ...]


@dataclass(frozen=True)
class Exposure:
    """How much of the treatment one group had, of the patients with any."""

    name: str
    treated: Proportion
    cycles: Moments
    relative_doses: tuple[tuple[str, Moments], ...]
    reduced: Proportion
    shortened: Proportion
    late: Proportion


@dataclass(frozen=True)
class Safety:
    """All of it: laboratory tests over all cycles and per cycle, recorded events with "Any event" first, and exposure."""

    laboratory: GradeTable
    by_cycle: GradeTable
    events: GradeTable
    exposure: tuple[Exposure, ...]


ANY_EVENT = "Any event"


def fit_safety(
    patients: pl.DataFrame, toxicities: pl.DataFrame, events: pl.DataFrame, exposures: pl.DataFrame, doses: pl.DataFrame
) -> Safety:
    """Return safety by arm from the worst grades of tests and events, the cycles given, and the doses of each drug."""
    grades = events.select("patient_id", "term", grade="worst_grade")
    table = fit_event_grades(patients, pl.concat([grades, grades.with_columns(term=pl.lit(ANY_EVENT))]))
    lines = sorted(table.lines, key=lambda line: (line.name != ANY_EVENT, line.name == "OTHER", line.name))
    return Safety(
        laboratory=fit_lab_grades(patients, toxicities),
        by_cycle=fit_lab_grades(patients, toxicities, by_cycle=True),
        events=GradeTable(table.groups, tuple(lines)),
        exposure=fit_exposure(patients, exposures, doses),
    )


def fit_lab_grades(patients: pl.DataFrame, lab_toxicities: pl.DataFrame, by_cycle: bool = False) -> GradeTable:
    """Return the worst CTCAE grades of each laboratory test (cohort.lab_toxicities), over all cycles or per numbered cycle."""
    rows = lab_toxicities.select("patient_id", "cycle_no", name="test", grade="worst_grade")
    return _table(patients, rows, by_cycle, everybody_counts=False)


def fit_event_grades(patients: pl.DataFrame, events: pl.DataFrame) -> GradeTable:
    """Return the worst grades of each term of recorded events (patient_id, term, grade); who has no event of a term has grade 0."""
    rows = events.select("patient_id", pl.lit(None, dtype=pl.Int64).alias("cycle_no"), name="term", grade="grade")
    return _table(patients, rows, by_cycle=False, everybody_counts=True)


def _table(patients: pl.DataFrame, rows: pl.DataFrame, by_cycle: bool, everybody_counts: bool) -> GradeTable:
    arms = arms_of(patients)
    keys = ["name", "cycle_no"] if by_cycle else ["name"]
    known = rows.join(patients.select("patient_id", "arm"), on="patient_id").drop_nulls(keys)
    worst = known.group_by(*keys, "patient_id", "arm").agg(pl.col("grade").max())
    sizes = [*(int((patients["arm"] == arm).sum()) for arm in arms), patients.height]
    lines = []
    for key in worst.select(keys).unique().sort(keys).rows():
        line = worst.filter(pl.all_horizontal(pl.col(name) == value for name, value in zip(keys, key, strict=True)))
        groups = [*(line.filter(pl.col("arm") == arm)["grade"] for arm in arms), line["grade"]]
        totals = sizes if everybody_counts else [len(group) for group in groups]
        lines.append(_line(key, groups, totals, everybody_counts))
    return GradeTable((*arms, "all"), tuple(lines))


def _line(key: tuple, groups: Sequence[pl.Series], totals: Sequence[int], everybody_counts: bool) -> GradeLine:
    def of(count_in: Callable[[pl.Series], Any]) -> tuple[Proportion, ...]:
        return tuple(proportion(int(count_in(group)), total) for group, total in zip(groups, totals, strict=True))

    def graded(grade: int) -> tuple[Proportion, ...]:
        if grade == 0 and everybody_counts:
            return tuple(
                proportion(total - len(group) + int((group == 0).sum()), total) for group, total in zip(groups, totals, strict=True)
            )
        return of(lambda group: (group == grade).sum())

    return GradeLine(
        name=key[0],
        cycle=key[1] if len(key) > 1 else None,
        grades=tuple((grade, graded(grade)) for grade in GRADES),
        ungraded=of(lambda group: group.null_count()),
        severe=of(lambda group: (group >= SEVERE).sum()),
    )


def fit_exposure(patients: pl.DataFrame, exposures: pl.DataFrame, doses: pl.DataFrame) -> tuple[Exposure, ...]:
    """Return cycles, relative doses and interruptions per arm and, last, of all; () where nobody was treated in cycles.

    `exposures` has a row per patient and treatment, `doses` one per patient and drug. A dose is relative to the plan, in percent, the mean
    over a patient's cycles; reduced, shortened, late: patients with any such cycle. Drugs come in the order of their plans.
    """
    in_study = patients.select("patient_id", "arm")
    treated = (
        in_study.join(exposures.drop("arm", strict=False), on="patient_id")
        .group_by("patient_id", "arm")
        .agg(pl.col(*COUNTED).sum())
        .sort("patient_id")
    )
    given = in_study.join(doses.drop("arm", strict=False), on="patient_id")
    drugs = given.group_by("drug").agg(pl.col("drug_no").min()).sort("drug_no", "drug")["drug"].to_list()
    if treated.is_empty():
        return ()

    def group(name: str, total: int, frame: pl.DataFrame) -> Exposure:
        of_group = given.join(frame.select("patient_id"), on="patient_id", how="semi")

        def values(column: str) -> np.ndarray:
            return frame[column].sort().cast(pl.Float64).to_numpy()

        def of_drug(drug: str) -> np.ndarray:
            return of_group.filter(pl.col("drug") == drug)["relative_dose_pct"].drop_nulls().sort().to_numpy()

        def with_any(column: str) -> Proportion:
            return proportion(int((frame[column] > 0).sum()), frame.height)

        return Exposure(
            name=name,
            treated=proportion(frame.height, total),
            cycles=moments_of(values("cycle_count")),
            relative_doses=tuple((drug.lower(), moments_of(of_drug(drug))) for drug in drugs),
            reduced=with_any("reduced_cycle_count"),
            shortened=with_any("short_cycle_count"),
            late=with_any("late_cycle_count"),
        )

    of_arms = (group(arm, int((patients["arm"] == arm).sum()), treated.filter(pl.col("arm") == arm)) for arm in arms_of(patients))
    return (*of_arms, group("all", patients.height, treated))
