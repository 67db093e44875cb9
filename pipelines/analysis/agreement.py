"""How far two readers agree: kappa of responses, weighted and not; intraclass correlation and limits of agreement of measured sums.

Exams of one patient are alike, so intervals come from drawing patients, not exams (cluster bootstrap, percentiles). Citation: Cohen,
Educ Psychol Meas 1960;20:37 and Psychol Bull 1968;70:213; McGraw and Wong, Psychol Methods 1996;1:30 (two-way random effects, absolute
agreement, one reader); Bland and Altman, Lancet 1986;1:307; Field and Welsh, J R Stat Soc B 2007;69:369.
"""

from collections.abc import Callable

import numpy as np

from pipelines.analysis.kaplan_meier import Estimate

DRAWS = 1000
SEED = 20_240_101  # the same reads always give the same limits
LIMITS = (2.5, 97.5)


def kappa_of(counts: np.ndarray, is_weighted: bool = False) -> np.ndarray:
    """Return Cohen's kappa of tables of counts, … x levels x levels; weighted: by how many levels two responses are apart (linear)."""
    levels = counts.shape[-1]
    apart = np.abs(np.subtract.outer(np.arange(levels), np.arange(levels))).astype(float)
    weight = apart if is_weighted else (apart > 0).astype(float)
    total = counts.sum(axis=(-2, -1))
    observed = (counts * weight).sum(axis=(-2, -1)) / total
    first, second = counts.sum(axis=-1) / total[..., None], counts.sum(axis=-2) / total[..., None]
    expected = np.einsum("...i,ij,...j->...", first, weight, second)
    with np.errstate(divide="ignore", invalid="ignore"):
        return 1 - observed / expected


def kappa_with_limits(first: np.ndarray, second: np.ndarray, patients: np.ndarray, levels: int, is_weighted: bool = False) -> Estimate:
    """Return kappa of the levels (0 to levels - 1) that two readers gave, with its limits; nothing where both gave one level only."""
    names, place = np.unique(patients, return_inverse=True)
    counts = np.zeros((len(names), levels, levels))
    np.add.at(counts, (place, first, second), 1)
    return _with_limits(lambda times: kappa_of(np.einsum("bp,pij->bij", times, counts), is_weighted), len(names))


def correlation_with_limits(first: np.ndarray, second: np.ndarray, patients: np.ndarray) -> Estimate:
    """Return the intraclass correlation of two readers' measurements, ICC(A,1), with its limits."""
    sums, count = _moments(first, second, patients)

    def of(times: np.ndarray) -> np.ndarray:
        n = times @ count
        first_sum, second_sum, squares, between = (times @ column for column in sums.T)
        grand = (first_sum + second_sum) / (2 * n)
        of_exams = (between / 2 - 2 * n * grand**2) / (n - 1)
        of_readers = (first_sum**2 + second_sum**2) / n - 2 * n * grand**2
        error = (squares - between / 2 - of_readers) / (n - 1)
        with np.errstate(divide="ignore", invalid="ignore"):
            return (of_exams - error) / (of_exams + error + 2 * (of_readers - error) / n)

    return _with_limits(of, len(count)) if len(first) > 2 else Estimate(None, None, None)


def limits_of_agreement(first: np.ndarray, second: np.ndarray) -> Estimate:
    """Return the mean of the first reader's measurement less the second's, with the limits within which 95 % of differences lie."""
    if len(first) < 2:
        return Estimate(None, None, None)
    differences = first - second
    mean, spread = float(differences.mean()), 1.96 * float(differences.std(ddof=1))
    return Estimate(mean, mean - spread, mean + spread)


def _moments(first: np.ndarray, second: np.ndarray, patients: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return, for each patient, the sums of both readers, of all squares, and of the squared sum of each exam; and the number of exams."""
    centre = (first.mean() + second.mean()) / 2 if len(first) else 0.0
    one, other = first - centre, second - centre  # near 0, no digits are lost
    names, place = np.unique(patients, return_inverse=True)
    columns = (one, other, one**2 + other**2, (one + other) ** 2)
    sums = np.column_stack([np.bincount(place, column, minlength=len(names)) for column in columns])
    return sums, np.bincount(place, minlength=len(names)).astype(float)


def _with_limits(of: Callable[[np.ndarray], np.ndarray], patients: int) -> Estimate:
    """Return a statistic of how often each patient counts, and its limits over drawn patients; `of` takes draws x patients."""
    if not patients:
        return Estimate(None, None, None)
    estimate = float(of(np.ones((1, patients)))[0])
    if not np.isfinite(estimate):
        return Estimate(None, None, None)
    drawn = np.random.default_rng(SEED).multinomial(patients, np.full(patients, 1 / patients), size=DRAWS)
    values = of(drawn.astype(float))
    values = values[np.isfinite(values)]
    if patients < 2 or len(values) < DRAWS / 2:
        return Estimate(estimate, None, None)
    lower, upper = (float(value) for value in np.percentile(values, LIMITS))
    return Estimate(estimate, lower, upper)
