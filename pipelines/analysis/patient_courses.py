"""The course of each patient from the index date on: how the sum of the targets changed, therapies, response, progression and death.

Of the change at an exam the mean over the readers stands for both; the adjudicator, who sees disputed exams alone, is not among them.
These are values of single patients, without their names: for inside the hospital and never for print.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from pipelines.analysis.response_criteria import MISSING
from schemas import role
from schemas.role import Role


@dataclass(frozen=True)
class Span:
    """What lasted from one month to another; `is_index`: the index treatment, from its first cycle to its last."""

    start: float
    end: float
    is_index: bool = False


@dataclass(frozen=True)
class Course:
    """One patient, in months from the index date. `changes` are in percent of the baseline sum, by month, up to progression."""

    arm: str
    best_response: str
    changes: tuple[tuple[float, float], ...]
    therapies: tuple[Span, ...]
    response: float | None  # when the first response was seen
    progression: float | None
    end: float
    is_dead: bool

    @property
    def best_change(self) -> float | None:
        """Return the largest shrinkage, or else the smallest growth; None where no exam has sums."""
        return min((change for _, change in self.changes), default=None)


def fit_patient_courses(patients: pl.DataFrame, cohort: Mapping[Role, pl.DataFrame], days_per_month: float) -> tuple[Course, ...]:
    """Return the course of everybody in the analysis set who has an index date and a time of overall survival, the longest first.

    Their order is that of what happened, so that it does not depend on how patients are named.
    """
    changes, therapies = _changes(cohort), _therapies(cohort)
    best = cohort[role.BEST_RESPONSES].filter("is_primary_criterion").select("patient_id", "response_date", best="best_response")
    known = patients.join(best, on="patient_id", how="left").drop_nulls(["index_date", "os_days", "os_event"])

    def course(row: dict) -> Course:
        def month(date: object) -> float:
            return (date - row["index_date"]).days / days_per_month  # type: ignore[operator]

        return Course(
            arm=str(row["arm"]),
            best_response=row["best"] or MISSING,
            changes=tuple((month(date), change) for date, change in changes.get(row["patient_id"], ())),
            therapies=tuple(Span(month(start), month(end), is_index) for start, end, is_index in therapies.get(row["patient_id"], ())),
            response=month(row["response_date"]) if row["response_date"] else None,
            progression=month(row["progression_date"]) if row["progression_date"] else None,
            end=row["os_days"] / days_per_month,
            is_dead=bool(row["os_event"]),
        )

    return tuple(sorted(map(course, known.iter_rows(named=True)), key=_what_happened))


def _what_happened(course: Course) -> tuple:
    rest = (course.arm, course.best_response, course.is_dead, course.changes, repr(course.therapies))
    return -course.end, *rest, course.response or 0.0, course.progression or 0.0


def _by_patient(frame: pl.DataFrame) -> dict[str, list[tuple]]:
    """Return the rows of each patient without the patient; the first column is the patient."""
    found: dict[str, list[tuple]] = {}
    for patient, *row in frame.iter_rows():
        found.setdefault(patient, []).append(tuple(row))
    return found


def _changes(cohort: Mapping[Role, pl.DataFrame]) -> dict[str, list[tuple]]:
    """Return of each patient the counted exams of the index course with the change of the sum from baseline, in percent."""
    counted = cohort[role.RESPONSE_HISTORIES].filter("is_primary_criterion", "is_counted").select("patient_id", "exam_id", "exam_date")
    measured = cohort[role.READER_OPINIONS].filter("is_primary_criterion", "is_index_course", pl.col("reader_role") == "reader")
    changed = measured.group_by("patient_id", "exam_id").agg(pl.col("change_from_baseline_pct").sort().mean().alias("change"))
    exams = counted.join(changed.drop_nulls("change"), on=["patient_id", "exam_id"]).sort("patient_id", "exam_date", "exam_id")
    return _by_patient(exams.select("patient_id", "exam_date", "change"))


def _therapies(cohort: Mapping[Role, pl.DataFrame]) -> dict[str, list[tuple]]:
    """Return of each patient the index treatment and each therapy after it, with its first and last day."""
    index = cohort[role.EXPOSURES].select(
        "patient_id", start="first_cycle_date", end="last_cycle_date", is_index=pl.lit(True)
    )  # fmt: skip
    later = cohort[role.LATER_THERAPIES].select(
        "patient_id", start="first_treatment_date", end="last_treatment_date", is_index=pl.lit(False)
    )  # fmt: skip
    return _by_patient(pl.concat([index, later]).drop_nulls(["start", "end"]).sort("patient_id", "start", "end", "is_index"))


def ranked_changes(courses: tuple[Course, ...], arm: str) -> Iterator[tuple[float, str]]:
    """Yield the best change of each patient of an arm who has one with the best response, the largest growth first."""
    known = [(one.best_change, one.best_response) for one in courses if one.arm == arm and one.best_change is not None]
    yield from sorted(known, key=lambda pair: (-pair[0], pair[1]))
