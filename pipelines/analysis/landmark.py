"""Survival by response, counted from a landmark: response becomes known only later, so as a baseline covariate it would flatter responders.

Citation: Anderson, Cain and Gelber, J Clin Oncol 1983;1:710.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from pipelines.analysis.covariates import flag
from pipelines.analysis.cox import CoxFit, fit_cox
from pipelines.analysis.kaplan_meier import ConfidenceType, Curve, Estimate, fit_kaplan_meier, median_of
from pipelines.analysis.log_rank import LogRank, compare_survival
from pipelines.analysis.response_sets import OBJECTIVE, ResponseSet, responses_of

ENDPOINT = "os"
RESPONDER, OTHER = "responder", "non-responder"
IS_RESPONDER = flag("responder", "Responder (vs. non-responder)", pl.col("group") == RESPONDER)


@dataclass(frozen=True)
class LandmarkGroup:
    """The patients of one response, from the landmark on."""

    name: str
    patients: int
    events: int
    median: Estimate
    curve: Curve


@dataclass(frozen=True)
class Landmark:
    """Responders against the others from the landmark on; `left_out` had the event, or were lost, before it, or were never assessed."""

    endpoint: str
    landmark: str
    groups: tuple[LandmarkGroup, ...]
    left_out: int
    log_rank: LogRank
    cox: CoxFit


def fit_first_assessment_landmark(
    patients: pl.DataFrame,
    response_histories: pl.DataFrame,
    days_per_month: float = 30.4375,
    confidence_type: ConfidenceType = "log",
    sets: Sequence[ResponseSet] = (),
) -> Landmark:
    """Return survival from each patient's first counted assessment, by the response at it (cohort.response_histories)."""
    first = (
        response_histories.filter("is_counted")
        .sort("patient_id", "exam_date", "row_key")
        .unique("patient_id", keep="first", maintain_order=True)
        .select("patient_id", landmark_date="exam_date", response="response")
    )
    frame = patients.join(first, on="patient_id").with_columns(
        landmark_days=(pl.col("landmark_date") - pl.col("index_date")).dt.total_days(),
        group=pl.when(pl.col("response").is_in(list(responses_of(sets, OBJECTIVE)))).then(pl.lit(RESPONDER)).otherwise(pl.lit(OTHER)),
    )
    return _from_landmark(frame, patients.height, "the first assessment", days_per_month, confidence_type)


def fit_month_landmark(
    patients: pl.DataFrame,
    best_responses: pl.DataFrame,
    month: float,
    days_per_month: float = 30.4375,
    confidence_type: ConfidenceType = "log",
) -> Landmark:
    """Return survival from a fixed month on, by whether a response was seen up to it (response_date of cohort.best_responses)."""
    days = month * days_per_month
    frame = patients.join(best_responses.select("patient_id", "response_date"), on="patient_id", how="left").with_columns(
        landmark_days=pl.lit(days),
        group=pl.when((pl.col("response_date") - pl.col("index_date")).dt.total_days() <= days)
        .then(pl.lit(RESPONDER))
        .otherwise(pl.lit(OTHER)),
    )
    return _from_landmark(frame, patients.height, f"month {month:g}", days_per_month, confidence_type)


def _from_landmark(frame: pl.DataFrame, patients: int, landmark: str, days_per_month: float, confidence_type: ConfidenceType) -> Landmark:
    time, event = f"{ENDPOINT}_days", f"{ENDPOINT}_event"
    # an event on the day of the landmark had happened by then, as the response had
    kept = (
        frame.drop_nulls([time, event, "landmark_days"])
        .filter(pl.col(time) > pl.col("landmark_days"))
        .with_columns((pl.col(time) - pl.col("landmark_days")).alias(time), responder=IS_RESPONDER.terms[0].value)
        .sort("patient_id")
    )
    months = kept[time].to_numpy() / days_per_month
    events, group = kept[event].to_numpy().astype(bool), kept["group"].to_numpy().astype(str)

    def one(name: str, inside: np.ndarray) -> LandmarkGroup:
        curve = fit_kaplan_meier(months[inside], events[inside], confidence_type)
        return LandmarkGroup(name, curve.patients, curve.event_count, median_of(curve), curve)

    return Landmark(
        endpoint=ENDPOINT,
        landmark=landmark,
        groups=tuple(one(name, group == name) for name in (OTHER, RESPONDER)),
        left_out=patients - kept.height,
        log_rank=compare_survival(months, events, group, (OTHER, RESPONDER)),
        cox=fit_cox(kept, ENDPOINT, [IS_RESPONDER]),
    )
