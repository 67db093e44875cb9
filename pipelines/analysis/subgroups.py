"""The hazard ratio of the second arm within each subgroup, and whether it differs between them: the interaction by the likelihood ratio.

Exploratory: many subgroups are looked at, and none of them was powered.
"""

from dataclasses import dataclass

import polars as pl

from pipelines.analysis.covariates import Covariate, arms_of, covariates_of, with_covariates
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
    """The two subgroups of one covariate, and the test of their difference; the patients without the value are left out."""

    name: str
    label: str
    subgroups: tuple[Subgroup, ...]
    left_out: int
    interaction: Test


@dataclass(frozen=True)
class Subgroups:
    """All pairs of one endpoint, with the hazard ratio of all patients."""

    endpoint: str
    arms: tuple[str, ...]
    everybody: Subgroup | None
    pairs: tuple[SubgroupPair, ...]
    note: str = ""


def fit_subgroups(patients: pl.DataFrame, endpoint: str) -> Subgroups:
    """Return the subgroups of one endpoint of cohort.patients, for two arms."""
    arms = arms_of(patients)
    arm, *others = covariates_of(patients)
    if len(arms) != 2 or arm.column != "arm":
        return Subgroups(endpoint, arms, None, (), "Subgroups compare two arms; this cohort has another number.")
    frame = with_covariates(patients).drop_nulls([f"{endpoint}_days", f"{endpoint}_event"])
    pairs = tuple(_pair(frame, endpoint, arms, arm, covariate) for covariate in others if covariate.column != "arm")
    return Subgroups(endpoint, arms, _subgroup(frame, endpoint, arms, arm, "All patients"), pairs)


def _subgroup(frame: pl.DataFrame, endpoint: str, arms: tuple[str, ...], arm: Covariate, label: str) -> Subgroup:
    per_arm = [frame.filter(pl.col("arm") == name) for name in arms]
    return Subgroup(
        label=label,
        sizes=tuple(part.height for part in per_arm),
        events=tuple(int(part[f"{endpoint}_event"].sum()) for part in per_arm),
        term=fit_cox(frame, endpoint, [arm], transform=None).terms[0],
    )


def _pair(frame: pl.DataFrame, endpoint: str, arms: tuple[str, ...], arm: Covariate, covariate: Covariate) -> SubgroupPair:
    known = frame.drop_nulls(covariate.name)
    subgroups = tuple(
        _subgroup(known.filter(pl.col(covariate.name) == value), endpoint, arms, arm, f"{covariate.label}: {word}")
        for value, word in ((1.0, "yes"), (0.0, "no"))
    )
    interaction = _interaction(known, endpoint, arm, covariate)
    return SubgroupPair(covariate.name, covariate.label, subgroups, frame.height - known.height, interaction)


def _interaction(frame: pl.DataFrame, endpoint: str, arm: Covariate, covariate: Covariate) -> Test:
    from scipy.stats import chi2

    name = "likelihood ratio test of the interaction"
    product = Covariate("interaction", f"{arm.label} x {covariate.label}", "arm", pl.col(arm.name) * pl.col(covariate.name))
    frame = frame.with_columns(product.value.alias(product.name))
    main = fit_cox(frame, endpoint, [arm, covariate], transform=None)
    both = fit_cox(frame, endpoint, [arm, covariate, product], transform=None)
    unknown = next((term.note for term in both.terms if term.hazard_ratio is None), "")
    if unknown or both.log_likelihood is None or main.log_likelihood is None:
        return Test(name, None, note=unknown)
    statistic = max(2 * (both.log_likelihood - main.log_likelihood), 0.0)
    return Test(name, float(chi2.sf(statistic, 1)), statistic, 1)
