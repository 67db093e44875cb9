"""Fisher's exact test for a table of any shape, as R's fisher.test: the probability of all tables no likelier than the one seen.

The tables with the given margins are built row by row; tables that are equally likely so far and leave the same column totals are
counted as one, and the last two rows are met in the middle. scipy's test of tables larger than 2 x 2 draws tables at random instead.
"""

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

MOST_TABLES = 1_000_000  # partial tables kept at once: beyond that the exact test takes minutes, and is refused
MOST_PATIENTS = 1_000_000  # in all; for so many no exact test is needed
TOLERANCE = 1e-7  # tables this close (relatively) to the one seen count as equally likely, as in R


class TooManyTables(Exception):
    """The exact test would have to look at more tables than can be held; tables drawn at random take its place."""


class PartialTables(NamedTuple):
    """Tables of which some rows are filled: the column totals that are left, the log of the product so far, and how many share it."""

    left: np.ndarray
    past: np.ndarray
    weight: np.ndarray


def fisher_exact_p(counts: Sequence[Sequence[int]] | np.ndarray) -> float:
    """Return the two-sided p-value of a table of counts (rows x columns, each margin positive)."""
    if sum(map(sum, counts)) > MOST_PATIENTS:
        raise TooManyTables
    table = np.array(counts, dtype=np.int64)
    if table.shape[1] > table.shape[0]:
        table = table.T
    table = table[np.argsort(table.sum(axis=1), kind="stable")]
    log_factorial = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, table.sum() + 1)))])
    constant = log_factorial[table.sum(axis=1)].sum() + log_factorial[table.sum(axis=0)].sum() - log_factorial[table.sum()]
    seen = constant - log_factorial[table].sum()
    limit = seen + math.log1p(TOLERANCE)
    rows = table.sum(axis=1)
    tables = PartialTables(table.sum(axis=0)[None, :], np.array([0.0]), np.array([1.0]))
    for total in rows[:-2]:
        tables = _merged(_with_row(tables, int(total), log_factorial))
    return min(1.0, sum(_met(tables, int(rows[-2]), log_factorial, constant, limit)))


def _compositions(total: int, most: np.ndarray) -> np.ndarray:
    """Return every way to put `total` into cells that hold at most `most`, one way per row."""
    ways, remaining = np.zeros((1, 0), dtype=np.int64), np.array([total])
    for place, cell in enumerate(most):
        rest = most[place + 1 :].sum()
        low, high = np.maximum(0, remaining - rest), np.minimum(cell, remaining)
        sizes = np.maximum(high - low + 1, 0)
        if sizes.sum() > MOST_TABLES:
            raise TooManyTables
        index = np.repeat(np.arange(len(ways)), sizes)
        value = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes) + low[index]
        ways, remaining = np.column_stack([ways[index], value]), remaining[index] - value
    return ways


def _with_row(tables: PartialTables, total: int, log_factorial: np.ndarray) -> PartialTables:
    """Return the partial tables with one more row of `total`."""
    left, past, weight = tables
    lefts, pasts, weights, size = [], [], [], 0
    states, of_state = np.unique(left, axis=0, return_inverse=True)
    for number, state in enumerate(states):
        ways = _compositions(total, state)
        chosen = np.flatnonzero(of_state.ravel() == number)
        size += len(ways) * len(chosen)
        if size > MOST_TABLES:
            raise TooManyTables
        lefts.append(np.repeat(state - ways, len(chosen), axis=0))
        pasts.append((past[chosen][None, :] - log_factorial[ways].sum(axis=1)[:, None]).ravel())
        weights.append(np.tile(weight[chosen], len(ways)))
    return PartialTables(np.concatenate(lefts), np.concatenate(pasts), np.concatenate(weights))


def _merged(tables: PartialTables) -> PartialTables:
    """Return the partial tables, those with the same column totals left and the same probability as one; the columns may change places."""
    left, past, weight = tables
    keys = np.column_stack([np.sort(left, axis=1), np.round(past * 1e9).astype(np.int64)])
    _, first, index = np.unique(keys, axis=0, return_index=True, return_inverse=True)
    return PartialTables(np.sort(left, axis=1)[first], past[first], np.bincount(index.ravel(), weights=weight))


def _met(tables: PartialTables, total: int, log_factorial: np.ndarray, constant: float, limit: float) -> Iterator[float]:
    """Yield, per column totals left, the probability of the tables completed by the last two rows that are no likelier than `limit`."""
    left, past, weight = tables
    states, of_state = np.unique(left, axis=0, return_inverse=True)
    for number, state in enumerate(states):
        ways = _compositions(total, state)
        future = np.sort(-log_factorial[ways].sum(axis=1) - log_factorial[state - ways].sum(axis=1))
        sums = np.concatenate([[0.0], np.cumsum(np.exp(future - future[-1]))])
        chosen = np.flatnonzero(of_state.ravel() == number)
        number_below = np.searchsorted(future, limit - constant - past[chosen], side="right")
        yield float((weight[chosen] * np.exp(constant + past[chosen] + future[-1]) * sums[number_below]).sum())
