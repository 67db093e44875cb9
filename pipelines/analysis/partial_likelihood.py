"""Cox's partial likelihood with Efron's ties, event time by event time: what is known of each covariate when somebody has the event.

Citation: Therneau and Grambsch, Modeling Survival Data (2000), 3.3.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class EventTime:
    """One time with events: how many, the score (observed minus expected covariates), and the information (variances, summed)."""

    time: float
    event_count: int
    score: np.ndarray
    information: np.ndarray


def event_times(times: np.ndarray, events: np.ndarray, covariates: np.ndarray, coefficients: np.ndarray) -> Iterator[EventTime]:
    """Yield the times with events from the last to the first; `covariates` is patients x covariates."""
    covariates = covariates - covariates.mean(axis=0)
    risk = np.exp(covariates @ coefficients)
    order = np.argsort(-times, kind="stable")
    points, starts = np.unique(-times[order], return_index=True)
    size = covariates.shape[1]
    total, first, second = 0.0, np.zeros(size), np.zeros((size, size))
    for point, start, end in zip(-points, starts, [*starts[1:], len(times)], strict=True):
        here = order[start:end]
        weight, values = risk[here], covariates[here]
        total += weight.sum()
        first += weight @ values
        second += (values * weight[:, None]).T @ values
        died = here[events[here]]
        if not len(died):
            continue
        weight, values = risk[died], covariates[died]
        died_total, died_first, died_second = weight.sum(), weight @ values, (values * weight[:, None]).T @ values
        score, information = values.sum(axis=0), np.zeros((size, size))
        for place in range(len(died)):
            share = place / len(died)
            mean = (first - share * died_first) / (total - share * died_total)
            score = score - mean
            information += (second - share * died_second) / (total - share * died_total) - np.outer(mean, mean)
        yield EventTime(float(point), len(died), score, information)
