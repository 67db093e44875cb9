"""Which columns of a model say nothing beside the columns before them: they alone are left out, as R's coxph and glm leave them out.

Columns are taken in their order; one is left out if, of what it could tell, nothing remains beside those that were kept.
"""

from collections.abc import Sequence

import numpy as np

NOTHING = 1e-10  # the share of what a column could tell that is no more than rounding
TAKES_PART = 1e-6  # the least part, in standard deviations of the dependent column, that a column has in determining it


def dependent_columns(information: np.ndarray) -> dict[int, tuple[int, ...]]:
    """Return each column that is determined by others before it, with the places of those; `information` is columns x columns.

    The information is a matrix of (co)variances, that of the covariates over the risk sets or over the patients; each column has some.
    """
    scale = np.sqrt(np.diag(information))
    told = information / np.outer(scale, scale)
    kept: list[int] = []
    dependent: dict[int, tuple[int, ...]] = {}
    for place in range(len(told)):
        parts = np.linalg.solve(told[np.ix_(kept, kept)], told[kept, place]) if kept else np.zeros(0)
        if 1 - told[place, kept] @ parts > NOTHING:
            kept.append(place)
        else:
            dependent[place] = tuple(other for other, part in zip(kept, parts, strict=True) if abs(part) > TAKES_PART)
    return dependent


def determined_by(labels: Sequence[str]) -> str:
    """Return why a column has no estimate, with the labels of the columns that determine it."""
    return f"determined by {', '.join(labels)}: beside {'it' if len(labels) == 1 else 'them'} nothing can be told of it"
