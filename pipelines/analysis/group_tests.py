"""Tests between groups, each with the name it is printed under: chi-square, Fisher, Student, Welch; an F-test chooses of the last two."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from pipelines.analysis.fisher_exact import MOST_PATIENTS, TooManyTables, fisher_exact_p
from pipelines.analysis.fisher_monte_carlo import TABLES, fisher_monte_carlo_p

CountTest = Literal["chi_square", "chi_square_yates", "fisher", "by_expected"]
MeanTest = Literal["by_variance", "student", "welch"]


@dataclass(frozen=True)
class Test:
    """A test and what it gave; `p_value` is None where nothing could be tested, and `note` says why (or what to be careful of)."""

    __test__ = False  # not one of pytest's

    name: str
    p_value: float | None
    statistic: float | None = None
    df: float | None = None
    note: str = ""


def compare_counts(counts: Sequence[Sequence[int]], test: CountTest = "chi_square") -> Test:
    """Compare groups by a table of counts (levels x groups); empty rows and columns are left out.

    chi_square is Pearson's without Yates' correction. by_expected takes Fisher's test where Cochran's rule asks for it: an expected count
    below 1, or more than a fifth of them below 5.
    """
    table = np.array(counts, dtype=float)
    table = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0] if table.size else table.reshape(0, 0)
    if min(table.shape) < 2:
        return Test("not tested", None, note="fewer than two groups or levels have patients")
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    is_sparse = expected.min() < 1 or (expected < 5).mean() > 0.2
    note = f"{100 * (expected < 5).mean():.0f} % of the expected counts are below 5" if is_sparse else ""
    if test == "fisher" or (test == "by_expected" and is_sparse):
        try:
            return Test("Fisher's exact test", fisher_exact_p(table.astype(int)))
        except TooManyTables:
            if table.sum() > MOST_PATIENTS:
                return _chi_square(table, expected, test, "too many patients for Fisher's test")
            p, error = fisher_monte_carlo_p(table.astype(int))
            return Test(f"Fisher's test, Monte Carlo with {TABLES:,} tables", p, note=f"standard error of p {error:.1g}")
    return _chi_square(table, expected, test, note)


def _chi_square(table: np.ndarray, expected: np.ndarray, test: CountTest, note: str) -> Test:
    from scipy.stats import chi2

    difference = np.abs(table - expected)
    if test == "chi_square_yates" and table.shape == (2, 2):
        difference = difference - min(0.5, difference.min())
    statistic = float((difference**2 / expected).sum())
    df = (table.shape[0] - 1) * (table.shape[1] - 1)
    name = "Pearson's chi-square with Yates' correction" if test == "chi_square_yates" else "Pearson's chi-square"
    return Test(name, float(chi2.sf(statistic, df)), statistic, df, note)


def compare_means(samples: Sequence[ArrayLike], test: MeanTest = "by_variance") -> Test:
    """Compare the means of two groups by Student's or Welch's t-test, of more by their extensions to more groups.

    by_variance takes Welch's where the variances differ with p < 0.05 (F-test of two groups, Bartlett's of more), else Student's.
    """
    return compare_summaries([_summary(np.asarray(sample, dtype=float)) for sample in samples], test)


def _summary(sample: np.ndarray) -> tuple[int, float, float]:
    if not len(sample):
        return 0, 0.0, 0.0
    from_first = sample - sample[0]  # of values that are all the same the mean is that value, and the SD 0, to the last digit
    return len(sample), float(sample[0] + from_first.mean()), float(from_first.std(ddof=1)) if len(sample) > 1 else 0.0


def compare_summaries(summaries: Sequence[tuple[int, float, float]], test: MeanTest = "by_variance") -> Test:
    """Compare means as compare_means does, from (n, mean, SD) of each group; groups of fewer than two values are left out."""
    kept = [group for group in summaries if group[0] >= 2]
    dropped = len(summaries) - len(kept)
    note = f"{dropped} of {len(summaries)} groups left out: fewer than two values" if dropped else ""
    if len(kept) < 2:
        return Test("not tested", None, note="fewer than two groups have two or more values")
    n, mean, sd = (np.array(part, dtype=float) for part in zip(*kept, strict=True))
    if not sd.any():
        return Test("not tested", None, note="the values of each group are all the same")
    if not sd.all() and test != "student" and len(kept) > 2:
        return Test("not tested", None, note="the values of one group are all the same")
    if test == "by_variance":  # a variance of 0 is not that of a group that has one: R's F-test gives p = 0 there
        test = "welch" if not sd.all() or variance_p(kept) < 0.05 else "student"
    compare = _t_test if len(kept) == 2 else _analysis_of_variance
    return replace(compare(n, mean, sd, test), note=note)


def _t_test(n: np.ndarray, mean: np.ndarray, sd: np.ndarray, test: str) -> Test:
    from scipy.stats import t

    squared = sd**2 / n
    if test == "welch":
        error, df = np.sqrt(squared.sum()), squared.sum() ** 2 / (squared**2 / (n - 1)).sum()
    else:
        df = n.sum() - 2
        error = np.sqrt(((n - 1) * sd**2).sum() / df * (1 / n).sum())
    statistic = float((mean[0] - mean[1]) / error)
    name = "Welch's t-test" if test == "welch" else "Student's t-test"
    return Test(name, float(2 * t.sf(abs(statistic), df)), statistic, float(df))


def _analysis_of_variance(n: np.ndarray, mean: np.ndarray, sd: np.ndarray, test: str) -> Test:
    """Return R's oneway.test, with var.equal = TRUE for Student's and FALSE for Welch's extension."""
    from scipy.stats import f

    groups = len(n)
    if test == "welch":
        weight = n / sd**2
        centre = (weight * mean).sum() / weight.sum()
        lack = ((1 - weight / weight.sum()) ** 2 / (n - 1)).sum() / (groups**2 - 1)
        statistic = (weight * (mean - centre) ** 2).sum() / (groups - 1) / (1 + 2 * (groups - 2) * lack)
        df = 1 / (3 * lack)
    else:
        centre, df = (n * mean).sum() / n.sum(), n.sum() - groups
        statistic = (n * (mean - centre) ** 2).sum() / (groups - 1) / (((n - 1) * sd**2).sum() / df)
    name = "Welch's analysis of variance" if test == "welch" else "analysis of variance"
    return Test(name, float(f.sf(statistic, groups - 1, df)), float(statistic), float(df))


def variance_p(summaries: Sequence[tuple[int, float, float]]) -> float:
    """Return the p-value of equal variances: F-test of two groups, Bartlett's test of more (each n at least 2, each SD positive)."""
    from scipy.stats import chi2, f

    n, _, sd = (np.array(part, dtype=float) for part in zip(*summaries, strict=True))
    if len(n) == 2:
        below = f.cdf(sd[0] ** 2 / sd[1] ** 2, n[0] - 1, n[1] - 1)
        above = f.sf(sd[0] ** 2 / sd[1] ** 2, n[0] - 1, n[1] - 1)
        return float(2 * min(below, above))
    free = n - 1
    pooled = (free * sd**2).sum() / free.sum()
    statistic = (free.sum() * np.log(pooled) - (free * np.log(sd**2)).sum()) / (
        1 + ((1 / free).sum() - 1 / free.sum()) / (3 * (len(n) - 1))
    )
    return float(chi2.sf(statistic, len(n) - 1))
