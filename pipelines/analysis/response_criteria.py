"""The response criteria of a study beside its primary one: the same tables of responses by each, and what cannot be told by it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from pipelines.analysis.group_tests import CountTest
from pipelines.analysis.response_sets import ResponseSet
from pipelines.analysis.response_table import NOT_EVALUABLE, ResponseTable, fit_reader_tables, fit_response_table
from pipelines.analysis.sensitivity import Bounds, fit_bounds
from schemas import role
from schemas.role import Role

MISSING = "MISSING"  # no exam counts: not evaluable


@dataclass(frozen=True)
class ResponseCriterion:
    """A criterion of the study; `is_evaluable`: the diameters that it sums are sent. Of the responses recorded by it, those of
    readers without a complete baseline sum are unverifiable: no arithmetic tells whether they follow from the diameters."""

    name: str
    label: str
    diameter: str
    is_evaluable: bool
    recorded_reads: int = 0
    unverifiable_reads: int = 0


@dataclass(frozen=True)
class OtherResponses:
    """The responses by a criterion that is not the primary one: Table 2, confirmed, per reader, and the bounds; none if not evaluable."""

    criterion: ResponseCriterion
    response: ResponseTable | None = None
    confirmed_response: ResponseTable | None = None
    readers: tuple[ResponseTable, ...] = ()
    bounds: Bounds | None = None


def criteria_of(frame: pl.DataFrame) -> tuple[ResponseCriterion, ...]:
    """Return the criteria of the cohort's table of them, the primary one first."""
    columns = ("criterion", "label", "diameter", "is_evaluable", "recorded_read_count", "unverifiable_read_count")
    return tuple(ResponseCriterion(*row) for row in frame.sort("order_no").select(columns).iter_rows())


def fit_other_responses(
    patients: pl.DataFrame, cohort: Mapping[Role, pl.DataFrame], counts_test: CountTest, sets: Sequence[ResponseSet]
) -> tuple[OtherResponses, ...]:
    """Return the tables of responses by each criterion but the first."""
    best, reads = cohort[role.BEST_RESPONSES], cohort[role.READER_OPINIONS]
    others = []
    for criterion in criteria_of(cohort[role.RESPONSE_CRITERIA])[1:]:
        if not criterion.is_evaluable:
            others.append(OtherResponses(criterion))
            continue
        own = judged_by(patients, best, criterion.name)
        by_criterion = reads.filter(pl.col("criterion") == criterion.name)
        others.append(
            OtherResponses(
                criterion=criterion,
                response=fit_response_table(own, counts_test=counts_test, sets=sets),
                confirmed_response=fit_response_table(own, confirmed=True, counts_test=counts_test, sets=sets),
                readers=fit_reader_tables(patients, by_criterion, counts_test, sets),
                bounds=fit_bounds(own, cohort[role.WAITING_PATIENTS], sets),
            )
        )
    return tuple(others)


def judged_by(patients: pl.DataFrame, best_responses: pl.DataFrame, criterion: str) -> pl.DataFrame:
    """Return the patients with the best responses by a criterion in place of those by the primary one."""
    columns = ("best_response", "confirmed_best_response")
    own = best_responses.filter(pl.col("criterion") == criterion).select(
        "patient_id", *(pl.col(column).replace(MISSING, NOT_EVALUABLE) for column in columns)
    )
    return patients.drop(columns).join(own, on="patient_id", how="left", maintain_order="left")
