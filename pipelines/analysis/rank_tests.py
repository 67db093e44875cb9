"""Tests of values by their ranks, beside medians: Wilcoxon's of two groups, Kruskal and Wallis's of more, as in R.

Wilcoxon's is exact where both groups have fewer than 50 values and no two values are alike; else it is the normal approximation with
corrections for ties and continuity. Citation: Hollander and Wolfe, Nonparametric Statistical Methods (1973), 27-33, 68-75, 115-120.
"""

from collections.abc import Sequence

import numpy as np

from pipelines.analysis.group_tests import Test

FEW = 50  # R's limit for the exact test
EXACT = "Wilcoxon rank-sum test (exact)"
APPROXIMATE = "Wilcoxon rank-sum test (normal approximation with continuity correction)"


def compare_ranks(samples: Sequence[Sequence[float] | np.ndarray]) -> Test:
    """Compare two groups or more by the ranks of their values; groups without a value are left out."""
    from scipy.stats import kruskal, mannwhitneyu

    kept = [np.asarray(sample, dtype=float) for sample in samples if len(sample)]
    dropped = len(samples) - len(kept)
    note = f"{dropped} of {len(samples)} groups left out: no value" if dropped else ""
    if len(kept) < 2:
        return Test("not tested", None, note="fewer than two groups have values")
    together = np.concatenate(kept)
    different = len(np.unique(together))
    if different == 1:
        return Test("not tested", None, note="all values are the same")
    if len(kept) > 2:
        found = kruskal(*kept)
        return Test("Kruskal–Wallis test", float(found.pvalue), float(found.statistic), len(kept) - 1, note)
    is_exact = different == len(together) and all(len(sample) < FEW for sample in kept)
    found = mannwhitneyu(*kept, alternative="two-sided", method="exact" if is_exact else "asymptotic", use_continuity=True)
    return Test(EXACT if is_exact else APPROXIMATE, float(min(found.pvalue, 1.0)), float(found.statistic), None, note)
