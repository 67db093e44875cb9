"""The hazard ratio of the arm compared within each subgroup, and whether it differs between them: the interaction by the likelihood ratio.

Exploratory: many subgroups are looked at, and none of them was powered.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from pipelines.analysis.arms import ComparedArms, arms_of, reference_of
from pipelines.analysis.covariates import Covariate, CovariateTerm, covariates_of, with_covariates
from pipelines.analysis.cox import Term, fit_cox
from pipelines.analysis.group_tests import Test


@dataclass(frozen=True)
class Subgroup:
    """The patients with one value of a covariate: how many, and with how many events, per arm; `term` is that of the arm."""

    label: str
    sizes: tuple[int, ...]
    events: tuple[int, ...]
    term: Term


@dataclass(frozen=True)
class SubgroupPair:
    """The subgroups of one covariate, and the test of their difference; the patients without the value are left out."""

    name: str
    label: str
    subgroups: tuple[Subgroup, ...]
    left_out: int
    interaction: Test


@dataclass(frozen=True)
class Subgroups:
    """All of one endpoint, with the hazard ratio of all patients; `arms` are the reference and the arm compared with it."""

    endpoint: str
    arms: tuple[str, ...]
    everybody: Subgroup | None
    pairs: tuple[SubgroupPair, ...]
    note: str = ""


def fit_subgroups(patients: pl.DataFrame, endpoint: str, arms: ComparedArms, names: Sequence[str]) -> Subgroups:
    """Return the subgroups of one endpoint by the named covariates, for two arms."""
    present = arms_of(patients)
    if len(present) != 2:
        return Subgroups(endpoint, present, None, (), "Subgroups compare two arms; this cohort has another number.")
    arm, *covariates = covariates_of(patients, arms, names)
    both = (reference_of(patients, arms), arm.columns[0])
    frame = with_covariates(patients, [arm, *covariates]).drop_nulls([f"{endpoint}_days", f"{endpoint}_event"])
    pairs = tuple(_pair(frame, endpoint, both, arm, covariate) for covariate in covariates)
    return Subgroups(endpoint, both, _subgroup(frame, endpoint, both, arm, "All patients"), pairs)


def _subgroup(frame: pl.DataFrame, endpoint: str, arms: tuple[str, ...], arm: Covariate, label: str) -> Subgroup:
    per_arm = [frame.filter(pl.col("arm") == name) for name in arms]
    return Subgroup(
        label=label,
        sizes=tuple(part.height for part in per_arm),
        events=tuple(int(part[f"{endpoint}_event"].sum()) for part in per_arm),
        term=fit_cox(frame, endpoint, [arm], transform=None).terms[0],
    )


def _pair(frame: pl.DataFrame, endpoint: str, arms: tuple[str, ...], arm: Covariate, covariate: Covariate) -> SubgroupPair:
    known = frame.drop_nulls(covariate.columns)
    subgroups = tuple(_subgroup(known.filter(inside), endpoint, arms, arm, label) for label, inside in _parts(covariate))
    interaction = _interaction(known, endpoint, arm, covariate)
    return SubgroupPair(covariate.name, covariate.label, subgroups, frame.height - known.height, interaction)


def _parts(covariate: Covariate) -> list[tuple[str, pl.Expr]]:
    """Return the subgroups of a covariate: where it is true and where not, or the levels of a factor, its reference first."""
    if covariate.kind == "flag":
        own = pl.col(covariate.columns[0])
        return [(f"{covariate.label}: yes", own == 1), (f"{covariate.label}: no", own == 0)]
    levels = [(term.label.removesuffix(f" (vs. {covariate.reference})"), pl.col(term.name) == 1) for term in covariate.terms]
    reference = pl.all_horizontal(pl.col(name) == 0 for name in covariate.columns)
    return [(f"{covariate.label}: {covariate.reference}", reference), *levels]


def _interaction(frame: pl.DataFrame, endpoint: str, arm: Covariate, covariate: Covariate) -> Test:
    from scipy.stats import chi2

    name = "likelihood ratio test of the interaction"
    products = tuple(
        CovariateTerm(f"{arm.name} x {term.name}", f"{arm.label} x {term.label}", pl.col(arm.columns[0]) * pl.col(term.name))
        for term in covariate.terms
    )
    product = Covariate("interaction", f"{arm.label} x {covariate.label}", products, "flag")
    frame = frame.with_columns(term.value.alias(term.name) for term in products)
    main = fit_cox(frame, endpoint, [arm, covariate], transform=None)
    both = fit_cox(frame, endpoint, [arm, covariate, product], transform=None)
    unknown = next((term.note for term in both.terms if term.hazard_ratio is None), "")
    if unknown or both.log_likelihood is None or main.log_likelihood is None:
        return Test(name, None, note=unknown)
    statistic = max(2 * (both.log_likelihood - main.log_likelihood), 0.0)
    return Test(name, float(chi2.sf(statistic, len(products))), statistic, len(products))
