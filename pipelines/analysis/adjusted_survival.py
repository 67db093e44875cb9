"""The arms compared again with the confounders made alike: by matched pairs and by weights, beside the crude comparison.

Each answers its own question (estimand): pairs the effect in those of the compared arm who have a counterpart, stabilised weights that in
all patients, overlap weights that in those who could have been in either arm. A sensitivity analysis: it replaces nothing that the paper
prints. Citation: Austin, Stat Med 2014;33:1242 (pairs); Austin, Stat Med 2016;35:5642 (weights); Li, Morgan and Zaslavsky, J Am Stat Assoc
2018;113:390 (overlap); VanderWeele and Ding, Ann Intern Med 2017;167:268 (E-value).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from pipelines.analysis.arms import ComparedArms
from pipelines.analysis.covariates import ARM, covariates_of
from pipelines.analysis.hazards import fit_hazards
from pipelines.analysis.matching import match_pairs
from pipelines.analysis.propensity import ScoreTerm, Without, fit_propensity
from pipelines.analysis.standardised_differences import difference_of_means, pooled_spread

WEIGHTED = ("stabilised weights", "overlap weights")
UNLIKELY = (
    0.05  # a score below it, or above its complement: hardly anybody alike is in the other arm (Crump et al., Biometrika 2009;96:187)
)


@dataclass(frozen=True)
class Balance:
    """The difference of one confounder between the arms, as they are, in the pairs, and weighted: in standard deviations of the arms as
    they are, so that no smaller spread makes a difference look larger (as R's cobalt)."""

    name: str
    label: str
    crude: float | None
    matched: float | None
    weighted: float | None
    overlap: float | None = None


@dataclass(frozen=True)
class AdjustedHazard:
    """The hazard ratio of the second arm by one method; the intervals of pairs and weights are robust."""

    endpoint: str
    method: str
    patients: int
    events: int
    hazard_ratio: float | None
    lower: float | None
    upper: float | None
    p_value: float | None
    e_value: float | None
    e_value_of_limit: float | None
    note: str = ""


@dataclass(frozen=True)
class AdjustedSurvival:
    """All of it, without a value of a patient. `effective_sizes` are (sum of weights)² / sum of squared weights, per arm."""

    arms: tuple[str, ...]
    sizes: tuple[int, ...]
    without: Without
    score_terms: tuple[ScoreTerm, ...]
    pairs: int
    effective_sizes: tuple[float, ...]
    balance: tuple[Balance, ...]
    hazards: tuple[AdjustedHazard, ...]
    note: str = ""
    overlap_sizes: tuple[float, ...] = ()
    unlikely: int = 0  # patients of whom nearly nobody of their kind is in the other arm


def fit_adjusted_survival(
    patients: pl.DataFrame,
    arms: ComparedArms,
    names: Sequence[str],
    caliper_sd: float,
    endpoints: Sequence[str],
) -> AdjustedSurvival:
    """Return the comparison of two arms with the named confounders made alike; patients without one of them are left out and counted."""
    confounders = [one for one in covariates_of(patients, arms, names) if one.name != ARM]
    propensity = fit_propensity(patients, arms, confounders)
    scored = propensity.patients
    if propensity.note:
        return AdjustedSurvival(propensity.arms, (), propensity.without, (), 0, (), (), (), propensity.note)
    weighted = scored.with_columns(weight=stabilised_weights(scored["is_treated"].to_numpy(), scored["score"].to_numpy()))
    matched = match_pairs(scored, caliper_sd)
    treated = weighted["is_treated"].to_numpy()
    weights = weighted["weight"].to_numpy()
    score = scored["score"].to_numpy()
    overlap = overlap_weights(treated, score)
    overlapping = scored.with_columns(weight=overlap)
    frames = (("crude", scored), ("matched pairs", matched), ("stabilised weights", weighted), ("overlap weights", overlapping))
    return AdjustedSurvival(
        arms=propensity.arms,
        sizes=(int((~treated).sum()), int(treated.sum())),
        without=propensity.without,
        score_terms=propensity.terms,
        pairs=matched.height // 2,
        effective_sizes=tuple(effective_size(weights[treated == arm]) for arm in (False, True)),
        balance=tuple(
            Balance(
                one.name,
                one.label,
                *(
                    _difference(frame, one.name, by, scored)
                    for frame, by in ((scored, None), (matched, None), (scored, weights), (scored, overlap))
                ),
            )
            for confounder in confounders
            for one in confounder.terms
        ),
        hazards=tuple(_hazard(frame, endpoint, method) for endpoint in endpoints for method, frame in frames),
        overlap_sizes=tuple(effective_size(overlap[treated == arm]) for arm in (False, True)),
        unlikely=int(((score < UNLIKELY) | (score > 1 - UNLIKELY)).sum()),
    )


def stabilised_weights(is_treated: np.ndarray, score: np.ndarray) -> np.ndarray:
    """Return the share of the patient's arm over the probability of being in it."""
    share = is_treated.mean()
    return np.where(is_treated, share / score, (1 - share) / (1 - score))


def overlap_weights(is_treated: np.ndarray, score: np.ndarray) -> np.ndarray:
    """Return the probability of having been in the other arm: most for those who could have been in either, none beyond."""
    return np.where(is_treated, 1 - score, score)


def effective_size(weights: np.ndarray) -> float:
    """Return how many patients of equal weight would tell as much (Kish)."""
    return float(weights.sum() ** 2 / (weights**2).sum())


def e_value(hazard_ratio: float) -> float:
    """Return how strong an unmeasured confounder would have to be, as a risk ratio with arm and with outcome, to explain a hazard ratio.

    For outcomes that are not rare: the risk ratio is taken as (1 - 0.5^√HR) / (1 - 0.5^√(1/HR)).
    """
    above = max(hazard_ratio, 1 / hazard_ratio)
    risk_ratio = (1 - 0.5**above**0.5) / (1 - 0.5 ** (1 / above) ** 0.5)
    return risk_ratio + (risk_ratio * (risk_ratio - 1)) ** 0.5


def _difference(frame: pl.DataFrame, name: str, weights: np.ndarray | None, crude: pl.DataFrame) -> float | None:
    if not frame.height:
        return None
    spread = pooled_spread(crude[name].to_numpy(), crude["is_treated"].to_numpy())
    return difference_of_means(frame[name].to_numpy(), frame["is_treated"].to_numpy(), weights, spread)


def _hazard(frame: pl.DataFrame, endpoint: str, method: str) -> AdjustedHazard:
    from scipy.stats import norm

    known = frame.drop_nulls([f"{endpoint}_days", f"{endpoint}_event"])
    times, events = known[f"{endpoint}_days"].to_numpy().astype(float), known[f"{endpoint}_event"].to_numpy().astype(bool)
    treated = known["is_treated"].to_numpy()
    sizes = (endpoint, method, known.height, int(events.sum()))
    if not (events[treated].any() and events[~treated].any()):
        return AdjustedHazard(*sizes, *(None,) * 6, note="no event in one of the arms")
    fit = fit_hazards(
        times,
        events,
        treated[:, None].astype(float),
        weights=known["weight"].to_numpy() if method in WEIGHTED else None,
        clusters=known["pair"].to_numpy() if method == "matched pairs" else None,
    )
    if isinstance(fit, str):
        return AdjustedHazard(*sizes, *(None,) * 6, note=fit)
    coefficient, std_err = float(fit.coefficients[0]), float(fit.std_errs[0])
    if std_err == 0:  # every event on one day: no pair tells anything of the difference
        return AdjustedHazard(*sizes, *(None,) * 6, note="the robust standard error is zero")
    lower, upper = (float(np.exp(coefficient + z * std_err)) for z in norm.ppf([0.025, 0.975]))
    nearest = upper if coefficient < 0 else lower  # the limit nearer to no difference
    of_limit = 1.0 if lower <= 1 <= upper else e_value(nearest)
    p_value = float(2 * norm.sf(abs(coefficient / std_err)))
    ratio = float(np.exp(coefficient))
    return AdjustedHazard(*sizes, ratio, lower, upper, p_value, e_value(ratio), of_limit)
