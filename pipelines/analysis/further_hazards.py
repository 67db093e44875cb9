"""Hazard ratios of other Cox models: response as it became known, arms within strata, and arms from the first systemic therapy on.

Response as a covariate that changes with time lets nobody be a responder before the scan that shows it. Time from the first systemic
therapy makes arms of different lines start alike, each patient at risk only from the index date on (delayed entry): who did not live to
see it is not in the cohort. Citation: Anderson, Cain and Gelber, J Clin Oncol 1983;1:710; Andersen et al., Int J Epidemiol 2021;50:1322.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from pipelines.analysis.arms import ComparedArms
from pipelines.analysis.counting_process import fit_intervals, split_at
from pipelines.analysis.covariates import Covariate, arm_covariate, covariates_of, with_covariates
from pipelines.analysis.endpoints import Endpoint
from pipelines.analysis.hazards import UNKNOWN, Hazards
from pipelines.analysis.kaplan_meier import Estimate
from pipelines.analysis.partial_likelihood import Observed

RESPONSE, STRATA, FIRST_SYSTEMIC = "time_varying_response", "stratified", "from_first_systemic"


@dataclass(frozen=True)
class FurtherHazard:
    """The hazard ratio of one covariate in one model, on how many patients and events; without numbers, `note` says why."""

    model: str
    endpoint: str
    title: str
    name: str
    label: str
    patients: int
    events: int
    hazard_ratio: Estimate
    p_value: float | None
    note: str = ""


def fit_response_as_known(patients: pl.DataFrame, best_responses: pl.DataFrame, endpoint: Endpoint) -> tuple[FurtherHazard, ...]:
    """Return the hazard ratio of having responded, as far as it is known at each time, within the arms; nothing where nobody has."""
    days, _, event = endpoint.columns
    known = (
        patients.join(best_responses.select("patient_id", "response_date"), on="patient_id", how="left")
        .drop_nulls([days, event, "index_date"])
        .sort("patient_id")
        .with_columns(change=(pl.col("response_date") - pl.col("index_date")).dt.total_days().cast(pl.Float64))
    )
    times, events = known[days].to_numpy().astype(float), known[event].to_numpy().astype(bool)
    label = "Response (as it became known)"
    size = ("responder", label, known.height, int(events.sum()))
    changes = known["change"].fill_null(float("nan")).to_numpy()
    if not events.any() or not (changes < times).any():
        return ()
    groups = known["arm"].to_numpy().astype(str)
    places = np.arange(len(times))[:, None]
    rows, is_known = split_at(Observed(times, events, places), changes)
    observed = Observed(rows.times, rows.events, is_known[:, None].astype(float), rows.entries)
    fit = fit_intervals(observed, groups[rows.covariates[:, 0].astype(int)])
    return (_hazard(RESPONSE, endpoint, size, fit, 0),)


def fit_within_strata(
    patients: pl.DataFrame, endpoints: Sequence[Endpoint], arms: ComparedArms, names: Sequence[str]
) -> tuple[FurtherHazard, ...]:
    """Return the hazard ratio of each arm with a baseline hazard of its own in every combination of the named covariates' levels."""
    arm = arm_covariate(patients, arms)
    strata = [one for one in covariates_of(patients, arms, names) if one.name != "arm"]
    if arm is None or not strata:
        return ()
    frame = with_covariates(patients, [arm, *strata])
    columns = [column for one in strata for column in one.columns]
    return tuple(hazard for endpoint in endpoints for hazard in _of_arms(STRATA, frame, endpoint, arm, columns))


def fit_from_first_systemic(
    patients: pl.DataFrame, therapies: pl.DataFrame, endpoint: Endpoint, arms: ComparedArms
) -> tuple[FurtherHazard, ...]:
    """Return the hazard ratio of each arm, time counted from the first systemic therapy, at risk from the index date on.

    `therapies` are those before the index date. Nothing is returned where nobody had one, or there is one arm.
    """
    arm = arm_covariate(patients, arms)
    before = (
        therapies.filter(pl.col("line_no").is_not_null()).group_by("patient_id").agg(pl.col("first_treatment_date").min().alias("first"))
    )
    frame = patients.join(before, on="patient_id", how="left").with_columns(
        entry=(pl.col("index_date") - pl.col("first")).dt.total_days().fill_null(0).cast(pl.Float64)
    )
    if arm is None or not (frame["entry"] > 0).any():
        return ()
    frame = with_covariates(frame.with_columns(pl.col(endpoint.columns[0]) + pl.col("entry")), [arm])
    return tuple(_of_arms(FIRST_SYSTEMIC, frame, endpoint, arm))


def _of_arms(model: str, frame: pl.DataFrame, endpoint: Endpoint, arm: Covariate, strata: Sequence[str] = ()) -> Iterator[FurtherHazard]:
    days, _, event = endpoint.columns
    known = frame.drop_nulls([days, event, *arm.columns, *strata])
    events = known[event].to_numpy().astype(bool)
    groups = known.select(strata).to_numpy().astype(str) if strata else np.zeros((known.height, 1))
    values = known.select(arm.columns).to_numpy().astype(float)
    entries = known["entry"].to_numpy() if model == FIRST_SYSTEMIC else None
    fit: Hazards | str = UNKNOWN
    if events.any():
        stratum = np.unique(groups, axis=0, return_inverse=True)[1].ravel()
        fit = fit_intervals(Observed(known[days].to_numpy().astype(float), events, values, entries), stratum)
    for place, term in enumerate(arm.terms):
        yield _hazard(model, endpoint, (term.name, term.label, known.height, int(events.sum())), fit, place)


def _hazard(model: str, endpoint: Endpoint, size: tuple[str, str, int, int], fit: Hazards | str, place: int) -> FurtherHazard:
    from scipy.stats import norm

    if isinstance(fit, str):
        return FurtherHazard(model, endpoint.column, endpoint.label, *size, Estimate(None, None, None), None, fit)
    coefficient, std_err = float(fit.coefficients[place]), float(fit.std_errs[place])
    ratio, lower, upper = (float(np.exp(coefficient + z * std_err)) for z in (0, norm.ppf(0.025), norm.ppf(0.975)))
    p_value = float(2 * norm.sf(abs(coefficient / std_err)))
    return FurtherHazard(model, endpoint.column, endpoint.label, *size, Estimate(ratio, lower, upper), p_value)
