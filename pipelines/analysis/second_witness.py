"""A second witness in every run: lifelines computes the curves, the log-rank tests and the multivariate Cox models again.

Only what both programs define alike is asked of it: not its confidence limits, medians and numbers at risk, which differ from R's.
Two numbers are the same if they differ by a millionth of ours at most.
"""

import warnings
from collections.abc import Iterator, Sequence

import numpy as np
import polars as pl
from numpy.typing import ArrayLike

from pipelines.analysis.covariates import Covariate, with_covariates
from pipelines.analysis.cox import CoxFit
from pipelines.analysis.cox_design import design_of
from pipelines.analysis.kaplan_meier import Curve
from pipelines.analysis.log_rank import LogRank
from pipelines.analysis.primary_tables import PaperTables
from schemas.rule import BrokenRule

SAME = 1e-6  # relatively: chi-squares, coefficients and their standard errors
SAME_SURVIVAL = 1e-9  # relatively: probabilities, of which both programs make the same few products
NOTHING = 1e-9  # below this a chi-square, or a coefficient in standard errors, is 0 but for rounding
SAME_LIKELIHOOD = 1e-7  # log likelihoods: a witness who ends lower has not come to the top, and has no opinion
TIME, EVENT = "time of a patient", "has the event"
# With the usual 1e-12 lifelines stops up to a millionth of a standard error before the top, which is more than a millionth of a small
# coefficient; r_precision is the change of the likelihood at which it stops as well.
TO_THE_TOP = {"precision": 1e-20, "r_precision": 1e-16}


class Contradicted(BrokenRule):
    """Another program finds another number: nothing may be published before it is known which is right."""


def hear_second_witness(patients: pl.DataFrame, paper: PaperTables, covariates: Sequence[Covariate]) -> tuple[str, ...]:
    """Return what lifelines confirms, in words; raises Contradicted where it finds another number than ours in `paper`."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")  # of what lifelines cannot estimate; it has no opinion there
        opinions = tuple(_opinions(patients, paper, covariates))
    if differing := [name for name, agrees in opinions if not agrees]:
        raise Contradicted(f"lifelines finds another {' and another '.join(differing)}")
    return tuple(name for name, _ in opinions)


def _opinions(patients: pl.DataFrame, paper: PaperTables, covariates: Sequence[Covariate]) -> Iterator[tuple[str, bool]]:
    frame = with_covariates(patients, covariates)
    for survival in paper.survivals:
        title = survival.title.lower()
        known = patients.drop_nulls([f"{survival.endpoint}_months", f"{survival.endpoint}_event", "arm"])
        for group in survival.groups:
            inside = known if group.name == "all" else known.filter(pl.col("arm") == group.name)
            if inside.height:
                yield f"curve of {title} ({group.name})", _has_curve(inside, survival.endpoint, group.curve)
        if survival.log_rank.p_value is not None and all(survival.log_rank.expected):  # else lifelines counts another group
            yield f"log-rank test of {title}", _has_log_rank(known, survival.endpoint, survival.log_rank)
    for table in paper.coxes:
        agrees = _has_coefficients(frame, table.multivariate, covariates)
        if agrees is not None:
            yield f"multivariate Cox model of {table.endpoint.upper()}", agrees


def _has_curve(patients: pl.DataFrame, endpoint: str, curve: Curve) -> bool:
    from lifelines import KaplanMeierFitter

    fitter = KaplanMeierFitter().fit(patients[f"{endpoint}_months"].to_numpy(), patients[f"{endpoint}_event"].to_numpy())
    theirs = fitter.survival_function_at_times(curve.times).to_numpy()
    return is_same(theirs, curve.survival, SAME_SURVIVAL)


def _has_log_rank(patients: pl.DataFrame, endpoint: str, log_rank: LogRank) -> bool:
    from lifelines.statistics import multivariate_logrank_test

    columns = (f"{endpoint}_months", "arm", f"{endpoint}_event")
    theirs = multivariate_logrank_test(*(patients[column].to_numpy() for column in columns))
    return log_rank.chi_square is not None and is_same(theirs.test_statistic, log_rank.chi_square, least=NOTHING)


def _has_coefficients(frame: pl.DataFrame, fit: CoxFit, covariates: Sequence[Covariate]) -> bool | None:
    """Say whether lifelines finds the same model; None where one of the two has no estimate."""
    import pandas
    from lifelines import CoxPHFitter
    from lifelines.exceptions import ConvergenceError

    entered = {term.name for term in fit.terms}
    terms = {term.name: term for term in fit.terms if term.coefficient is not None}
    if not terms or fit.log_likelihood is None:
        return None
    design = design_of(frame, fit.endpoint, [covariate for covariate in covariates if entered.issuperset(covariate.columns)])
    table = pandas.DataFrame(design.observed.covariates, columns=list(design.fitted)).assign(
        **{TIME: design.observed.times, EVENT: design.observed.events.astype(int)}
    )
    try:
        fitter = CoxPHFitter().fit(table, TIME, EVENT, fit_options=TO_THE_TOP)
    except (ConvergenceError, np.linalg.LinAlgError, ValueError):
        return None
    if not fitter.log_likelihood_ >= fit.log_likelihood - SAME_LIKELIHOOD:
        return None
    ours, std_errs = (np.array([getattr(term, name) for term in terms.values()]) for name in ("coefficient", "std_err"))
    return (
        bool(fitter.log_likelihood_ <= fit.log_likelihood + SAME_LIKELIHOOD)
        and is_same(fitter.params_[list(terms)].to_numpy(), ours, least=NOTHING * std_errs)
        and is_same(fitter.standard_errors_[list(terms)].to_numpy(), std_errs)
    )


def is_same(theirs: ArrayLike, ours: ArrayLike, relative: float = SAME, least: ArrayLike = 0.0) -> bool:
    """Say whether all of their numbers are ours, but for a share of ours and, for numbers about 0, the `least` difference that counts."""
    return bool((np.abs(np.asarray(theirs) - np.asarray(ours)) <= relative * np.abs(ours) + np.asarray(least)).all())
