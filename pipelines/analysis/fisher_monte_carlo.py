"""Fisher's test by tables drawn at random, where the exact test would have to look at too many: with the error that the drawing leaves.

As R's fisher.test(simulate.p.value = TRUE): the share of tables, the one seen among them, that are no likelier than it. Citation: Hope,
J R Stat Soc B 1968;30:582; Patefield, Appl Stat 1981;30:91.
"""

from collections.abc import Sequence

import numpy as np

TABLES = 100_000
TOLERANCE = 1e-7  # tables this close (relatively) to the one seen count as equally likely, as in R
SEED = 20_240_101  # the same table always gives the same p-value
AT_ONCE = 5_000_000  # cells that are held at a time


def fisher_monte_carlo_p(counts: Sequence[Sequence[int]] | np.ndarray, tables: int = TABLES) -> tuple[float, float]:
    """Return the two-sided p-value of a table of counts (each margin positive) and its standard error."""
    from scipy.special import gammaln
    from scipy.stats import random_table

    seen = np.array(counts, dtype=np.int64)
    rows, columns = seen.sum(axis=1), seen.sum(axis=0)
    limit = -gammaln(seen + 1.0).sum() + np.log1p(TOLERANCE)
    random, left, below = np.random.default_rng(SEED), tables, 0
    while left:
        size = min(left, max(1, AT_ONCE // seen.size))
        drawn = random_table(rows, columns).rvs(size=size, method="patefield", random_state=random)
        below += int((-gammaln(drawn + 1.0).sum(axis=(1, 2)) <= limit).sum())
        left -= size
    p = (below + 1) / (tables + 1)
    return p, (p * (1 - p) / tables) ** 0.5
