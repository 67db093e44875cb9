"""Whether covariates separate two groups: then a logistic regression has no estimate, however many steps it takes.

They do if a combination of them is nowhere higher in the one group than anywhere in the other. A linear program looks for the combination,
so that what is found is the separation itself, and not that an iteration went far. Citation: Konis, Computational algorithms for linearly
separated binary data (DPhil thesis, Oxford 2007); Albert and Anderson, Biometrika 1984;71:1.
"""

import numpy as np

NOTHING = 1e-7  # of the sum of all distances, each covariate within -1 and 1: what the program may leave by rounding


def is_separated(values: np.ndarray, in_second: np.ndarray) -> bool:
    """Say whether patients x covariates separate the second group from the first, wholly or but for ties."""
    from scipy.optimize import linprog

    centred = values - values.mean(axis=0)
    scale = np.abs(centred).max(axis=0)
    columns = np.column_stack([np.ones(len(values)), centred / np.where(scale > 0, scale, 1.0)])
    distances = np.where(in_second, 1.0, -1.0)[:, None] * columns
    found = linprog(-distances.sum(axis=0), A_ub=-distances, b_ub=np.zeros(len(values)), bounds=(-1, 1), method="highs")
    return found.status == 0 and -found.fun > NOTHING * len(values)
