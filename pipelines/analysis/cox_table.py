"""Tables 3 and 4: each covariate alone, and together those that enter, by their p-value or by name."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from pipelines.analysis.covariates import Covariate, with_covariates
from pipelines.analysis.cox import CoxFit, fit_cox
from pipelines.analysis.penalised import with_penalised
from pipelines.analysis.proportional_hazards import TimeTransform


@dataclass(frozen=True)
class CoxTable:
    """Table 3 or 4: every covariate alone, and those that enter together, with the rule by which they entered."""

    endpoint: str
    covariates: tuple[str, ...]  # their names, in the order of `univariate`
    univariate: tuple[CoxFit, ...]
    multivariate: CoxFit
    entered_by: str

    def alone(self, name: str) -> CoxFit:
        """Return the univariate fit of a covariate."""
        return self.univariate[self.covariates.index(name)]

    def with_term(self, name: str) -> CoxFit | None:
        """Return the univariate fit that has a column of this name."""
        return next((fit for fit in self.univariate if name in {term.name for term in fit.terms}), None)


@dataclass(frozen=True)
class Entry:
    """Which covariates enter the multivariate model: those named or, where none is, those with a smaller univariate p."""

    named: tuple[str, ...] = ()
    p: float = 0.1


BY_P = Entry()


def fit_cox_table(
    patients: pl.DataFrame, endpoint: str, covariates: Sequence[Covariate], entry: Entry = BY_P, transform: TimeTransform = "km"
) -> CoxTable:
    """Return the univariate and the multivariate analysis of one endpoint of the analysis set.

    A covariate of the multivariate model that is not among `covariates` cannot enter, and is named in `entered_by`.
    """
    frame = with_covariates(patients, covariates)

    def fit(chosen: Sequence[Covariate]) -> CoxFit:
        return with_penalised(fit_cox(frame, endpoint, chosen, transform), frame, chosen)

    univariate = tuple(fit([covariate]) for covariate in covariates)
    entering = [
        covariate
        for covariate, alone in zip(covariates, univariate, strict=True)
        if (covariate.name in entry.named if entry.named else _is_below(alone.p_of(covariate), entry.p))
    ]
    absent = [name for name in entry.named if name not in {covariate.name for covariate in covariates}]
    entered_by = f"univariate p < {entry.p:g}"
    if entry.named:
        entered_by = "covariates named in the settings"
        if absent:
            entered_by += f" (not {', '.join(absent)}: there is nothing to compare in this cohort)"
    names = tuple(covariate.name for covariate in covariates)
    return CoxTable(endpoint, names, univariate, fit(entering), entered_by)


def _is_below(p_value: float | None, limit: float) -> bool:
    return p_value is not None and p_value < limit
