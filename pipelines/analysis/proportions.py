"""A count of a total with its percentage, and its exact confidence interval where asked."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Proportion:
    """`count` of `total`, in percent; with the Clopper-Pearson limits in percent where they were asked for."""

    count: int
    total: int
    percent: float | None
    lower_percent: float | None = None
    upper_percent: float | None = None


def proportion(count: int, total: int) -> Proportion:
    """Return `count` of `total`; the percentage of nothing is None."""
    return Proportion(count, total, 100 * count / total if total else None)


def proportion_with_interval(count: int, total: int, level: float = 0.95) -> Proportion:
    """Return `count` of `total` with its exact interval (Clopper and Pearson, Biometrika 1934;26:404; R's binom.test)."""
    from scipy.stats import beta

    if not total:
        return proportion(count, total)
    tail = (1 - level) / 2
    lower = 0.0 if count == 0 else float(beta.ppf(tail, count, total - count + 1))
    upper = 1.0 if count == total else float(beta.isf(tail, count + 1, total - count))
    return Proportion(count, total, 100 * count / total, 100 * lower, 100 * upper)
