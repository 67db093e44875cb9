"""Missing covariates drawn from patients alike: chained equations with predictive mean matching, as R's mice (method "pmm").

Each covariate in turn is predicted from all others, event and cumulative hazard among them; each missing value is that of one of the
five patients whose predictions are nearest, drawn. A factor is predicted by all its columns and taken whole from its donor. It takes for
granted that, given what is in the model, whether a value is missing does not depend on it (missing at random). Citation: van Buuren and
Groothuis-Oudshoorn, J Stat Softw 2011;45(3); White and Royston, Stat Med 2009;28:1982 (the hazard); Morris, White and Royston, BMC Med
Res Methodol 2014;14:75 (matching).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

DONORS, CYCLES = 5, 10
RIDGE = 1e-5


@dataclass(frozen=True)
class Incomplete:
    """Patients x columns, NaN where missing: `groups` are the places of each covariate's columns, which are missing together; `beside`
    are columns that are known of everybody and help to predict."""

    values: np.ndarray
    groups: tuple[tuple[int, ...], ...]
    beside: np.ndarray

    def missing(self, group: Sequence[int]) -> np.ndarray:
        """Return which patients lack a covariate."""
        return np.asarray(np.isnan(self.values[:, list(group)]).any(axis=1))


def draw_complete(data: Incomplete, count: int, seed: int) -> Iterator[np.ndarray]:
    """Yield so many complete sets of values, each from a chain of its own; the same data give the same sets."""
    gaps = [(group, data.missing(group)) for group in data.groups]
    gaps = [(list(group), lacking) for group, lacking in gaps if lacking.any() and not lacking.all()]
    for generator in np.random.default_rng(seed).spawn(count):
        filled = data.values.copy()
        for group, lacking in gaps:
            donors = generator.choice(np.flatnonzero(~lacking), lacking.sum())
            _take(filled, lacking, donors, group)
        for _ in range(CYCLES):
            for group, lacking in gaps:
                others = np.delete(filled, group, axis=1)
                donors = _donors(np.hstack([others, data.beside]), filled[:, group], lacking, generator)
                _take(filled, lacking, donors, group)
        yield filled


def _take(filled: np.ndarray, lacking: np.ndarray, donors: np.ndarray, group: Sequence[int]) -> None:
    """Put a covariate of the donors where it is lacking."""
    for column in group:
        filled[lacking, column] = filled[donors, column]


def _donors(predictors: np.ndarray, values: np.ndarray, lacking: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """Return for each patient who lacks a covariate the patient from whom it is taken."""
    columns = np.hstack([np.ones((len(predictors), 1)), predictors])
    known = columns[~lacking]
    squares = known.T @ known
    variance = np.linalg.inv(squares + RIDGE * np.diag(np.diag(squares) + (np.diag(squares) == 0)))
    coefficients = variance @ (known.T @ values[~lacking])
    residuals = values[~lacking] - known @ coefficients
    free = max(len(known) - known.shape[1], 1)
    spread = np.sqrt((residuals**2).sum(axis=0) / generator.chisquare(free, values.shape[1]))
    root = np.linalg.cholesky((variance + variance.T) / 2)
    drawn = coefficients + (root @ generator.standard_normal(coefficients.shape)) * spread
    return np.flatnonzero(~lacking)[nearest(known @ coefficients, columns[lacking] @ drawn, generator)]


def nearest(predicted: np.ndarray, wanted: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """Return for each wanted prediction one of the nearest predicted ones, drawn; equally near ones have the same chance."""
    order = generator.permutation(len(predicted))
    distances = ((wanted[:, None, :] - predicted[None, order, :]) ** 2).sum(axis=2)
    count = min(DONORS, len(predicted))
    places = np.argsort(distances, axis=1, kind="stable")[:, :count]
    return order[places[np.arange(len(wanted)), generator.integers(0, count, len(wanted))]]
