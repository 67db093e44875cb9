"""The endpoints of a study in the order in which it names them, and the survival by each of those that the paper's tables do not hold."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from pipelines.analysis.survival_by_arm import ShownMonths, SurvivalByArm, fit_survival_by_arm
from pipelines.settings.sections import Analysis

IN_PAPER = ("os", "pfs")


@dataclass(frozen=True)
class Endpoint:
    """One endpoint: its name in the times to events, its label and abbreviation in print, and what its time is counted from."""

    name: str
    label: str
    short: str
    starts_at: str

    @property
    def column(self) -> str:
        """How the columns of its times begin."""
        return self.name.lower()


def endpoints_of(frame: pl.DataFrame) -> tuple[Endpoint, ...]:
    """Return the endpoints that the study names, the primary one first, from cohort.endpoints."""
    starts = frame.filter((pl.col("kind") == "start") & pl.col("study_no").is_not_null()).sort("study_no", "list_no")
    rows = starts.unique("endpoint", keep="first", maintain_order=True).select("endpoint", "label", "short", "patient_date", "description")
    return tuple(
        Endpoint(name, label, short, "the index date" if date == "index" else description.lower())
        for name, label, short, date, description in rows.iter_rows()
    )


def with_times(patients: pl.DataFrame, times: pl.DataFrame, endpoint: Endpoint) -> pl.DataFrame:
    """Return the patients with days, months and event of an endpoint, from cohort.time_to_event; NULL where there is no time."""
    columns = {f"{endpoint.column}_days": "days", f"{endpoint.column}_months": "months", f"{endpoint.column}_event": "is_event"}
    own = times.filter(pl.col("parameter") == endpoint.name).select("patient_id", **columns)
    return patients.drop(columns, strict=False).join(own, on="patient_id", how="left", maintain_order="left")


def fit_further_endpoints(
    patients: pl.DataFrame, times: pl.DataFrame, endpoints: Sequence[Endpoint], analysis: Analysis
) -> tuple[SurvivalByArm, ...]:
    """Return the survival by each endpoint of the study that is not among the paper's."""
    months = ShownMonths(tuple(analysis.rate_months), tuple(analysis.at_risk_months), analysis.log_rank_until_months)
    return tuple(
        replace(
            fit_survival_by_arm(with_times(patients, times, one), one.column, months, analysis.confidence_type),
            title=one.label,
            starts_at=one.starts_at,
        )
        for one in endpoints
        if one.column not in IN_PAPER
    )
