"""How numbers are printed: percentages with one decimal, p-values with three, halves rounded up, and a word where there is no number."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipelines.analysis.group_tests import Test
    from pipelines.analysis.kaplan_meier import Estimate
    from pipelines.analysis.proportions import Proportion


class Suppressed:
    """Stands for a number that is not published; it cannot be reckoned with."""

    def __repr__(self) -> str:
        return "suppressed"

    def __deepcopy__(self, _: object) -> "Suppressed":
        return self  # there is one, so that `is` tells it


SUPPRESSED: Any = Suppressed()  # of any type, for it takes the place of any number
HIDDEN = "‡"  # how a suppressed number is printed
NONE = "–"
NOT_REACHED = "NR"
BEYOND_PRINT = 1e12  # more than the digits that are told: such a hazard ratio asks for another unit, and takes no line of a table


def shown(count: int) -> str:
    """Return a count, unless it is suppressed."""
    return HIDDEN if count is SUPPRESSED else f"{count:,}"


def rounded(value: float | None, decimals: int, none: str = NONE) -> str:
    """Return a number with so many decimals, halves away from zero as people round."""
    if value is SUPPRESSED:
        return HIDDEN
    if value is None:
        return none
    if abs(value) >= BEYOND_PRINT:
        return f"{value:.1e}".replace("e+", " × 10^").replace("-", "−")
    step = Decimal(1).scaleb(-decimals)
    # twelve digits first: 0.15 + 0.30 is 0.44999… to a machine and 0.45 to a reader
    text = str(Decimal(f"{value:.12g}").quantize(step, rounding=ROUND_HALF_UP))
    return text.lstrip("-") if not text.strip("-0.") else text.replace("-", "−")


def p_value(value: float | None) -> str:
    """Return a p-value: three decimals, and never 0.000 or 1.000."""
    if value is SUPPRESSED or value is None:
        return rounded(value, 3)
    if value < 0.001:
        return "<0.001"
    return ">0.999" if value > 0.999 else rounded(value, 3)


def p_of(test: "Test") -> str:
    """Return the p-value of a test; a dash where nothing could be tested."""
    return p_value(test.p_value)


def p_equals(value: float | None) -> str:
    """Return "p = 0.073", "p < 0.001", or that there is none."""
    if value is None:
        return "p not computed"
    text = p_value(value)
    return f"p {text[0]} {text[1:]}" if text[0] in "<>" else f"p = {text}"


def count_and_percent(share: "Proportion") -> str:
    """Return "57 (86.4)"; of nothing only the count."""
    if share.count is SUPPRESSED:
        return HIDDEN
    if share.percent is None or share.percent is SUPPRESSED:
        return f"{share.count:,}"
    return f"{share.count:,} ({percent(share)})"


def percent(share: "Proportion") -> str:
    """Return the percentage of a share with one decimal, exact at its halves."""
    if share.percent is None or share.percent is SUPPRESSED:
        return rounded(share.percent, 1)
    exact = Decimal(100 * share.count) / Decimal(share.total)
    return str(exact.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP))


def interval(lower: float | None, upper: float | None, decimals: int, none: str = NOT_REACHED) -> str:
    """Return "0.295–1.065"."""
    if SUPPRESSED in (lower, upper):
        return HIDDEN
    return f"{rounded(lower, decimals, none)}–{rounded(upper, decimals, none)}"


def months(estimate: "Estimate") -> str:
    """Return a median in months with its interval; NR where it is not reached."""
    if estimate.estimate is SUPPRESSED:
        return HIDDEN
    return f"{rounded(estimate.estimate, 1, NOT_REACHED)} ({interval(estimate.lower, estimate.upper, 1)})"


def rate(estimate: "Estimate") -> str:
    """Return a survival rate in percent with its interval."""
    if estimate.estimate is None or estimate.estimate is SUPPRESSED:
        return rounded(estimate.estimate, 1)
    if estimate.lower is None and estimate.upper is None:
        return rounded(100 * estimate.estimate, 1)
    lower, upper = (None if limit is None else 100 * limit for limit in (estimate.lower, estimate.upper))
    return f"{rounded(100 * estimate.estimate, 1)} ({interval(lower, upper, 1, NONE)})"


def listed_in_words(titles: Sequence[str]) -> str:
    """Return titles in one: "Overall survival, time to progression and survival after progression"."""
    first, *others = titles
    if not others:
        return first
    *middle, last = (title[:1].lower() + title[1:] for title in others)
    return f"{', '.join((first, *middle))} and {last}"


def unbroken(text: str) -> str:
    """Return a text in which no line ends within "95 % CI", "n (%)" or "± SD"."""
    for whole in (" %", "% CI", "n (%)", "± SD"):
        text = text.replace(whole, whole.replace(" ", "\u00a0"))
    return text
