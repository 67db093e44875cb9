"""How far the rates of two arms are apart: their difference with Newcombe's interval, and the odds ratio of Fisher's test.

The interval is the hybrid score interval made of those of Wilson (Newcombe's method 10, without continuity correction). The odds ratio is
that of R's fisher.test: the conditional estimate with its exact interval. Citation: Newcombe, Stat Med
1998;17:873; Wilson, J Am Stat Assoc 1927;22:209; Fisher, J R Stat Soc 1935;98:39.
"""

from dataclasses import dataclass

from pipelines.analysis.kaplan_meier import Estimate
from pipelines.analysis.proportions import Proportion
from pipelines.analysis.response_table import ResponseTable

METHOD = "Newcombe's hybrid score interval"


@dataclass(frozen=True)
class RateDifference:
    """One rate of an arm beside that of the reference: the difference in percentage points, and the odds ratio (None: infinite)."""

    rate: str
    reference: str
    arm: str
    patients: int
    difference: Estimate
    odds_ratio: Estimate


def compare_rates(table: ResponseTable, reference: str) -> tuple[RateDifference, ...]:
    """Return every rate of every arm against the reference, from the counts of a table of responses; none where a count is suppressed."""
    if reference not in table.groups:
        return ()
    first, found = table.groups.index(reference), []
    for rate in table.rates:
        for place, arm in enumerate(table.groups[:-1]):
            own, other = rate.groups[place], rate.groups[first]
            if place != first and isinstance(own.count, int) and isinstance(other.count, int) and own.total and other.total:
                difference = difference_of(own, other)
                found.append(RateDifference(rate.name, reference, arm, own.total + other.total, difference, odds_ratio_of(own, other)))
    return tuple(found)


def difference_of(one: Proportion, other: Proportion, level: float = 0.95) -> Estimate:
    """Return the first rate less the second in percentage points, with Newcombe's limits."""
    first, second = one.count / one.total, other.count / other.total
    (lower_1, upper_1), (lower_2, upper_2) = _wilson(one, level), _wilson(other, level)
    difference = first - second
    lower = difference - ((first - lower_1) ** 2 + (upper_2 - second) ** 2) ** 0.5
    upper = difference + ((upper_1 - first) ** 2 + (second - lower_2) ** 2) ** 0.5
    return Estimate(100 * difference, 100 * lower, 100 * upper)


def odds_ratio_of(one: Proportion, other: Proportion, level: float = 0.95) -> Estimate:
    """Return the conditional odds ratio with its exact limits; None where it, or its upper limit, is infinite or nothing is known."""
    from scipy.stats.contingency import odds_ratio

    cells = [[one.count, one.total - one.count], [other.count, other.total - other.count]]
    if one.count + other.count in (0, one.total + other.total):
        return Estimate(None, None, None)
    found = odds_ratio(cells, kind="conditional")
    limits = found.confidence_interval(level)
    return Estimate(*(float(value) if value < float("inf") else None for value in (found.statistic, limits.low, limits.high)))


def _wilson(share: Proportion, level: float) -> tuple[float, float]:
    """Return the limits of Wilson's score interval (R's prop.test with correct = FALSE)."""
    from scipy.stats import norm

    z = float(norm.ppf((1 + level) / 2))
    rate, total = share.count / share.total, share.total
    centre = rate + z**2 / (2 * total)
    spread = z * (rate * (1 - rate) / total + z**2 / (4 * total**2)) ** 0.5
    below = 0.0 if share.count == 0 else (centre - spread) / (1 + z**2 / total)
    above = 1.0 if share.count == total else (centre + spread) / (1 + z**2 / total)
    return below, above
