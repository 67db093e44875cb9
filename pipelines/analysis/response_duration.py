"""How long responses last: from the first complete or partial response to progression or death, among the responders of each arm."""

from dataclasses import dataclass

import polars as pl

from pipelines.analysis.arms import arms_of
from pipelines.analysis.kaplan_meier import ConfidenceType, Curve, Estimate, fit_kaplan_meier, median_of


@dataclass(frozen=True)
class Duration:
    """The duration of response in one group, in months; censored where progression-free survival is."""

    name: str
    responders: int
    events: int
    median: Estimate
    curve: Curve


def fit_response_duration(
    patients: pl.DataFrame,
    best_responses: pl.DataFrame,
    confirmed: bool = False,
    days_per_month: float = 30.4375,
    confidence_type: ConfidenceType = "log",
) -> tuple[Duration, ...]:
    """Return the duration of response per arm and, last, of all responders, from cohort.patients and cohort.best_responses.

    A confirmed response lasts from the first of its two exams. A response on the day of progression lasts 0 days and is kept.
    """
    start = "confirmed_response_date" if confirmed else "response_date"
    responders = (
        patients.select("patient_id", "arm", "index_date", "pfs_days", "pfs_event")
        .join(best_responses.select("patient_id", pl.col(start).alias("start")), on="patient_id")
        .drop_nulls(["start", "index_date", "pfs_days", "pfs_event"])
        .with_columns(days=pl.col("pfs_days") - (pl.col("start") - pl.col("index_date")).dt.total_days())
        .sort("patient_id")
    )

    def group(name: str, frame: pl.DataFrame) -> Duration:
        months = frame["days"].clip(lower_bound=0).to_numpy() / days_per_month
        curve = fit_kaplan_meier(months, frame["pfs_event"].to_numpy().astype(bool), confidence_type)
        return Duration(name, frame.height, curve.event_count, median_of(curve), curve)

    arms = arms_of(patients)
    return (*(group(arm, responders.filter(pl.col("arm") == arm)) for arm in arms), group("all", responders))
