"""The propensity score: how likely each patient was to be in the arm compared, by logistic regression on what was known before."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from pipelines.analysis.arms import ComparedArms, arms_of, reference_of
from pipelines.analysis.covariates import Covariate, with_covariates
from pipelines.analysis.dependence import dependent_columns, determined_by
from pipelines.analysis.separation import is_separated

SEPARATED = "The arms are separated by their patients' characteristics: nobody is comparable, and no score can be given."
COLLINEAR = "The confounders determine each other, or there are more of them than patients: no score can be given."
TWO_ARMS = "A propensity score compares two arms; this cohort has another number."
AT_THE_TOP = 1e-10  # how much of its own variance the score may be away from 0


@dataclass(frozen=True)
class ScoreTerm:
    """One coefficient of the logistic regression (the intercept's name is empty)."""

    name: str
    label: str
    coefficient: float
    std_err: float


@dataclass(frozen=True)
class Without:
    """The patients who have no score: with a confounder missing, and without a counterpart, because of `confounders` (their labels).

    `determined` say of columns of the confounders that others determine them; the score is made without these columns.
    """

    missing: int
    without_counterpart: int = 0
    confounders: tuple[str, ...] = ()
    determined: tuple[str, ...] = ()


@dataclass(frozen=True)
class Propensity:
    """The scores of the patients with all confounders known. `patients` holds values of patients and is never published.

    `patients`: their rows of cohort.patients with the confounders, is_treated, score, logit; empty if `note` says why there is no score.
    """

    arms: tuple[str, ...]
    terms: tuple[ScoreTerm, ...]
    patients: pl.DataFrame
    without: Without
    note: str = ""


def fit_propensity(patients: pl.DataFrame, arms: ComparedArms, confounders: Sequence[Covariate]) -> Propensity:
    """Return the score of the arm that is compared with the reference, of two; a column that is the same for all is not used."""
    reference = reference_of(patients, arms)
    both = (reference, *(arm for arm in arms_of(patients) if arm != reference))
    frame = with_covariates(patients, confounders)
    columns = {term.name: term.label for confounder in confounders for term in confounder.terms}
    complete = frame.drop_nulls(list(columns))
    left_out = frame.height - complete.height
    known, alone = _with_counterparts(complete, confounders)
    without = Without(left_out, complete.height - known.height, alone)
    if len(both) != 2 or known["arm"].n_unique() != 2:
        has_two = len(both) == 2 and complete["arm"].n_unique() == 2
        return Propensity(both, (), known.clear(), without, SEPARATED if has_two else TWO_ARMS)
    is_treated = (known["arm"] == both[1]).to_numpy()
    names = [name for name in columns if known[name].n_unique() > 1]
    values = known.select(names).to_numpy().astype(float)
    dependent = dependent_columns((values - values.mean(axis=0)).T @ (values - values.mean(axis=0)))
    labels = [columns[name] for name in names]
    determined = tuple(f"{labels[one]} is {determined_by([labels[other] for other in others])}" for one, others in dependent.items())
    without = replace(without, determined=determined)
    names = [name for place, name in enumerate(names) if place not in dependent]
    values = known.select(names).to_numpy().astype(float)
    fitted = _logistic(values, is_treated)
    if isinstance(fitted, str):
        return Propensity(both, (), known.clear(), without, fitted)
    coefficients, std_errs = fitted
    logit = coefficients[0] + values @ coefficients[1:]
    terms = tuple(
        ScoreTerm(name, columns.get(name, "Intercept"), float(coefficient), float(std_err))
        for name, coefficient, std_err in zip(("", *names), coefficients, std_errs, strict=True)
    )
    scores = {"is_treated": is_treated, "logit": logit, "score": 1 / (1 + np.exp(-logit))}
    scored = known.with_columns(pl.Series(name, column) for name, column in scores.items())
    return Propensity(both, terms, scored, without)


def _with_counterparts(known: pl.DataFrame, confounders: Sequence[Covariate]) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Return the patients whose level of every flag and factor occurs in both arms, and the labels of those for which others go.

    Where a level occurs in one arm only, the likelihood gives its patients a score of 0 or 1 and goes on without them.
    """
    labels: dict[str, None] = {}
    while True:
        before = known.height
        for confounder in confounders:
            if confounder.kind == "number":
                continue
            columns = list(confounder.columns)
            both = known.group_by(columns).agg(pl.col("arm").n_unique().alias("arms")).filter(pl.col("arms") == 2)
            kept = known.join(both, on=columns, how="semi", maintain_order="left")
            if kept.height < known.height:
                labels[confounder.label] = None
            known = kept
        if known.height == before:
            return known, tuple(labels)


def _logistic(values: np.ndarray, is_treated: np.ndarray) -> tuple[np.ndarray, np.ndarray] | str:
    """Return the coefficients (the intercept first) and their standard errors, or a sentence that says why there are none."""
    import warnings

    import statsmodels.api as sm

    columns = sm.add_constant(values, has_constant="add")
    if np.linalg.matrix_rank(columns / np.abs(columns).max(axis=0)) < columns.shape[1]:
        return COLLINEAR
    if is_separated(values, is_treated):
        return SEPARATED
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")  # it would speak of its own limit of steps; how far it came is looked at here
        fit = sm.GLM(is_treated.astype(float), columns, family=sm.families.Binomial()).fit(tol=1e-14, maxiter=100)
    left = columns.T @ (is_treated - fit.fittedvalues)
    covariance = np.asarray(fit.cov_params())
    if not np.isfinite(fit.params).all() or not left @ covariance @ left <= AT_THE_TOP:
        return SEPARATED
    return np.asarray(fit.params), np.asarray(fit.bse)
