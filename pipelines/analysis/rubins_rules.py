"""What several imputed data sets say together: Rubin's rules, with the degrees of freedom of Barnard and Rubin, as R's mice::pool.

Citation: Rubin, Multiple Imputation for Nonresponse in Surveys (1987); Barnard and Rubin, Biometrika 1999;86:948.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipelines.analysis.hazards import hazard_ratios

LEAST = 1e-4  # of the share of the variance that is due to missing values, as mice takes it


@dataclass(frozen=True)
class Pooled:
    """One coefficient. `missing_information` is the fraction of missing information; `df` are those of Student's t."""

    estimate: float
    std_err: float
    df: float
    lower: float
    upper: float
    p_value: float
    missing_information: float

    @property
    def ratios(self) -> tuple[float | None, ...]:
        """Return the coefficient of a Cox model and its limits as hazard ratios; None where one is beyond any number."""
        return hazard_ratios(self.estimate, self.lower, self.upper)


def pool(estimates: Sequence[float], std_errs: Sequence[float], df_complete: float) -> Pooled:
    """Return what the sets say of one coefficient; `df_complete` are the degrees of freedom without a missing value."""
    from scipy.stats import t

    count, mean = len(estimates), float(np.mean(estimates))
    within, between = float(np.mean(np.square(std_errs))), float(np.var(estimates, ddof=1))
    total = within + (1 + 1 / count) * between
    share = (1 + 1 / count) * between / total
    bounded = max(share, LEAST)
    df_of_draws = (count - 1) / bounded**2
    df_observed = (df_complete + 1) / (df_complete + 3) * df_complete * (1 - bounded)
    df = df_of_draws * df_observed / (df_of_draws + df_observed)
    ratio = (1 + 1 / count) * between / within
    std_err, margin = total**0.5, float(t.ppf(0.975, df)) * total**0.5
    p_value = float(2 * t.sf(abs(mean) / std_err, df))
    return Pooled(mean, std_err, df, mean - margin, mean + margin, p_value, (ratio + 2 / (df + 3)) / (ratio + 1))
