"""Tables 3 and 4: each covariate alone, and together those that enter, by their p-value or by name."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from pipelines.analysis.covariates import covariates_of, with_covariates
from pipelines.analysis.cox import CoxFit, fit_cox
from pipelines.analysis.proportional_hazards import TimeTransform


@dataclass(frozen=True)
class CoxTable:
    """Table 3 or 4: every covariate alone, and those that enter together, with the rule by which they entered."""

    endpoint: str
    univariate: tuple[CoxFit, ...]
    multivariate: CoxFit
    entered_by: str

    def alone(self, name: str) -> CoxFit:
        """Return the univariate fit of a covariate."""
        return next(fit for fit in self.univariate if fit.terms[0].name == name)


def fit_cox_table(
    patients: pl.DataFrame, endpoint: str, entry_p: float = 0.1, named: Sequence[str] = (), transform: TimeTransform = "km"
) -> CoxTable:
    """Return the univariate and the multivariate analysis of one endpoint of cohort.patients.

    named: the covariates of the multivariate fit; without them those whose univariate p is below `entry_p` enter.
    """
    covariates = covariates_of(patients)
    frame = with_covariates(patients)
    univariate = tuple(fit_cox(frame, endpoint, [covariate], transform) for covariate in covariates)
    entering = [
        covariate
        for covariate, fit in zip(covariates, univariate, strict=True)
        if (covariate.name in named if named else fit.terms[0].p_value is not None and fit.terms[0].p_value < entry_p)
    ]
    absent = [name for name in named if name not in {covariate.name for covariate in covariates}]
    entered_by = f"univariate p < {entry_p:g}"
    if named:
        entered_by = "covariates named in the settings"
        if absent:
            entered_by += f" (not {', '.join(absent)}: there is nothing to compare in this cohort)"
    return CoxTable(endpoint, univariate, fit_cox(frame, endpoint, entering, transform), entered_by)
