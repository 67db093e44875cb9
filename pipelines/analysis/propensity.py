"""The propensity score: how likely each patient was to be in the second arm, by logistic regression on what was known before."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from pipelines.analysis.covariates import arms_of, with_covariates

# What may have decided the treatment and the outcome. Measured values enter as they are, AFP as its logarithm.
CONFOUNDERS = {
    "age_years": "Age (years)",
    "female": "Sex (female)",
    "viral": "Etiology, viral",
    "ecog_0": "ECOG 0",
    "child_pugh_a": "Child–Pugh class A",
    "log_afp": "AFP (logarithm)",
    "largest_tumour_cm": "Tumour size (cm)",
    "single_mass": "Single mass",
    "portal_vein_invasion": "Portal vein invasion",
    "metastasis": "Extrahepatic metastasis",
}


@dataclass(frozen=True)
class ScoreTerm:
    """One coefficient of the logistic regression (the intercept's name is empty)."""

    name: str
    label: str
    coefficient: float
    std_err: float


@dataclass(frozen=True)
class Propensity:
    """The scores of the patients with all confounders known. `patients` holds values of patients and is never published.

    `patients`: their rows of cohort.patients with the confounders, is_treated, score, logit; empty if `note` says why there is no score.
    """

    arms: tuple[str, ...]
    terms: tuple[ScoreTerm, ...]
    patients: pl.DataFrame
    left_out: int
    note: str = ""


def fit_propensity(patients: pl.DataFrame) -> Propensity:
    """Return the score of the second of two arms, from cohort.patients; a confounder that is the same for all is not used."""
    arms = arms_of(patients)
    frame = with_covariates(patients).with_columns(
        # below 1 ng/mL a logarithm only measures the assay
        log_afp=pl.col("afp_ng_ml").clip(lower_bound=1).log(),
        age_years=pl.col("age_years").cast(pl.Float64),
    )
    known = frame.drop_nulls(list(CONFOUNDERS))
    left_out = frame.height - known.height
    if len(arms) != 2 or known["arm"].n_unique() != 2:
        return Propensity(arms, (), known.clear(), left_out, "A propensity score compares two arms; this cohort has another number.")
    is_treated = (known["arm"] == arms[1]).to_numpy()
    names = [name for name in CONFOUNDERS if known[name].n_unique() > 1]
    values = known.select(names).to_numpy().astype(float)
    fitted = _logistic(values, is_treated)
    if isinstance(fitted, str):
        return Propensity(arms, (), known.clear(), left_out, fitted)
    coefficients, std_errs = fitted
    logit = coefficients[0] + values @ coefficients[1:]
    terms = tuple(
        ScoreTerm(name, CONFOUNDERS.get(name, "Intercept"), float(coefficient), float(std_err))
        for name, coefficient, std_err in zip(("", *names), coefficients, std_errs, strict=True)
    )
    scores = {"is_treated": is_treated, "logit": logit, "score": 1 / (1 + np.exp(-logit))}
    scored = known.with_columns(pl.Series(name, column) for name, column in scores.items())
    return Propensity(arms, terms, scored, left_out)


def _logistic(values: np.ndarray, is_treated: np.ndarray) -> tuple[np.ndarray, np.ndarray] | str:
    """Return the coefficients (the intercept first) and their standard errors, or a sentence that says why there are none."""
    import warnings

    import statsmodels.api as sm
    from statsmodels.tools.sm_exceptions import PerfectSeparationError

    separated = "The arms are separated by their patients' characteristics: nobody is comparable, and no score can be given."
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")  # what they would say is said here, of the estimates themselves
        try:
            fit = sm.GLM(is_treated.astype(float), sm.add_constant(values, has_constant="add"), family=sm.families.Binomial()).fit(
                tol=1e-14, maxiter=100
            )
        except (PerfectSeparationError, np.linalg.LinAlgError, ValueError):
            return separated
    spread = np.append(1.0, np.ptp(values, axis=0))
    if not (fit.converged and np.isfinite(fit.bse).all()) or (fit.bse * spread > 100).any():
        return separated
    return np.asarray(fit.params), np.asarray(fit.bse)
