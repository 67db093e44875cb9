"""What a reader asks of the multivariate Cox models: how well they order patients, whether covariates inflate each other, whether measured
ones go in a straight line, and what the events there are could have shown.

Citation: Harrell, Lee and Mark, Stat Med 1996;15:361 (concordance); Davis et al., Cancer 1986;57:1989 (inflation of variances);
Schoenfeld, Biometrics 1983;39:499 (events needed).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from pipelines.analysis.covariates import Covariate, with_covariates
from pipelines.analysis.cox_design import Design, design_of
from pipelines.analysis.cox_table import CoxTable
from pipelines.analysis.group_tests import Test
from pipelines.analysis.hazards import Hazards, fit_hazards
from pipelines.analysis.splines import check_linearity

LEVEL, POWER = 0.05, 0.8


@dataclass(frozen=True)
class Detectable:
    """The hazard ratio that the events of an arm and the reference could have shown, below 1 (above 1 it is one over it)."""

    arm: str
    events: int
    hazard_ratio: float | None


@dataclass(frozen=True)
class ModelChecks:
    """One endpoint. `inflation` is the largest variance inflation of the multivariate model's columns, with its label."""

    endpoint: str
    patients: int
    concordance: float | None
    inflation: tuple[str, float] | None
    linearity: tuple[tuple[str, str, int, Test], ...]  # name, label, patients, test
    detectable: tuple[Detectable, ...]


def check_models(
    patients: pl.DataFrame, table: CoxTable, covariates: Sequence[Covariate], measured: Sequence[Covariate], arms: Sequence[str]
) -> ModelChecks:
    """Return the checks of one endpoint; `covariates` are those of the table, `measured` the study's numbers, `arms` reference first."""
    entered = {term.name for term in table.multivariate.terms}
    inside = [one for one in covariates if one.columns and entered.issuperset(one.columns)]
    design = design_of(with_covariates(patients, inside), table.endpoint, inside)
    fit = fit_hazards(*_parts(design)) if design.fitted else ""
    labels = {term.name: term.label for one in inside for term in one.terms}
    return ModelChecks(
        endpoint=table.endpoint,
        patients=len(design.everybody.times),
        concordance=None if isinstance(fit, str) else concordance_of(*_parts(design)[:2], design.observed.covariates @ fit.coefficients),
        inflation=None if isinstance(fit, str) else _inflation(fit, [labels[name] for name in design.fitted]),
        linearity=tuple(_linearity(patients, table.endpoint, one) for one in measured),
        detectable=tuple(_detectable(patients, table.endpoint, arms[0], arm) for arm in arms[1:]),
    )


def concordance_of(times: np.ndarray, events: np.ndarray, risk: np.ndarray) -> float | None:
    """Return the share of pairs, of those of whom it is known who had the event first, in which that one has the higher risk."""
    first = events[:, None] & ((times[:, None] < times) | ((times[:, None] == times) & ~events))
    pairs = first.sum()
    higher = (first & (risk[:, None] > risk)).sum() + (first & (risk[:, None] == risk)).sum() / 2
    return float(higher / pairs) if pairs else None


def variance_inflation(variance: np.ndarray) -> np.ndarray:
    """Return by how much each coefficient's variance is larger than if its covariate went with no other (R's rms::vif)."""
    spread = np.sqrt(np.diag(variance))
    return np.diag(np.linalg.inv(variance / np.outer(spread, spread)))


def detectable_ratio(events: int, share: float) -> float | None:
    """Return the hazard ratio that so many events show with 80 % power at 5 %, the arm being a share of the two; None without events."""
    from scipy.stats import norm

    if not events or not 0 < share < 1:
        return None
    return float(np.exp(-(norm.ppf(1 - LEVEL / 2) + norm.ppf(POWER)) / (events * share * (1 - share)) ** 0.5))


def _parts(design: Design) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return design.observed.times, design.observed.events, design.observed.covariates


def _inflation(fit: Hazards, labels: Sequence[str]) -> tuple[str, float] | None:
    if len(labels) < 2:
        return None
    found = variance_inflation(fit.variance)
    return labels[int(np.argmax(found))], float(found.max())


def _linearity(patients: pl.DataFrame, endpoint: str, covariate: Covariate) -> tuple[str, str, int, Test]:
    days, event = f"{endpoint}_days", f"{endpoint}_event"
    known = with_covariates(patients, [covariate]).drop_nulls([days, event, *covariate.columns])
    values = known[covariate.columns[0]].to_numpy().astype(float)
    test = check_linearity(known[days].to_numpy().astype(float), known[event].to_numpy().astype(bool), values)
    return covariate.name, covariate.label, known.height, test


def _detectable(patients: pl.DataFrame, endpoint: str, reference: str, arm: str) -> Detectable:
    both = patients.filter(pl.col("arm").cast(pl.String).is_in([reference, arm])).drop_nulls([f"{endpoint}_days", f"{endpoint}_event"])
    events = int(both[f"{endpoint}_event"].sum())
    inside = int((both["arm"].cast(pl.String) == arm).sum())
    return Detectable(arm, events, detectable_ratio(events, inside / both.height if both.height else 0.0))
