"""Audits the numbers that a paper prints: does each follow from the others beside it? Rows of any CSV in, verdicts with a reason out.

A row has `id`, `kind`, `printed` and `given`:

    kind           printed                     given (what it must follow from)
    percent        12 (28.2)                   66                               n (%) of a total
    total          66                          57 9                             counts that add up to it
    p_of_counts    0.031                       12 12; 54 22                     a line per level, a column per group
    p_of_means     0.62                        66 98.26 115.08; 34 88.76 77.39  n, mean, SD of each group
    mean           43.10                       66 1                             n, and the step of the values (1 for whole numbers)
    hazard_ratio   0.56 (0.295-1.065) p=0.077
    survival_rate  40.3 (28.0-58.1)                                             which kind of interval it is
    at_risk        66 40 20 12 10              66                               falls only, from the size of the group (if given)
"""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise, product
from typing import Literal

import numpy as np

from pipelines.analysis.group_tests import CountTest, compare_counts, compare_summaries
from pipelines.analysis.kaplan_meier import ConfidenceType, confidence_limits
from pipelines.audit.printed_values import PrintedNumber, UnreadableNumber, counts, estimate_with_interval, number, table, whole

Verdict = Literal["agrees", "truncated", "differs", "unreadable"]
SLACK_OF_RATES = 1.05  # units of the last digit by which a limit may miss: the rate itself is rounded


@dataclass(frozen=True)
class Audited:
    """One printed number. agrees: it follows; truncated: it would, had it been cut off instead of rounded; differs: it does not follow."""

    item: str
    kind: str
    printed: str
    recomputed: str
    verdict: Verdict
    reason: str


def audit_numbers(rows: Iterable[Mapping[str, str]]) -> tuple[Audited, ...]:
    """Return a verdict on each row; a row that cannot be read is "unreadable" and stops nothing."""
    return tuple(_audited(row) for row in rows)


def _audited(row: Mapping[str, str]) -> Audited:
    item, kind, printed, given = ((row.get(name) or "").strip() for name in ("id", "kind", "printed", "given"))
    if kind not in AUDITS:
        return Audited(item, kind, printed, "", "unreadable", f"The kind is none of {', '.join(AUDITS)}.")
    try:
        recomputed, verdict, reason = AUDITS[kind](printed, given)
    except UnreadableNumber as error:
        return Audited(item, kind, printed, "", "unreadable", f"Not to be read: {error}.")
    except (ArithmeticError, LookupError, ValueError):  # more or fewer numbers than the kind has, or none that a test can take
        return Audited(item, kind, printed, "", "unreadable", "Not to be read: not the numbers that this kind has.")
    return Audited(item, kind, printed, recomputed, verdict, reason)


def _percent(printed: str, given: str) -> tuple[str, Verdict, str]:
    count_text, bracket, percent_text = printed.rstrip(" )]%").replace("[", "(").partition("(")
    if not bracket:
        raise UnreadableNumber("n (%) is expected")
    count_text, slash, of_text = count_text.partition("/")
    count, total, percent = whole(count_text), whole(given), number(percent_text)
    if slash and whole(of_text) != total:
        return f"{count}/{total}", "differs", f"The total is {total}."
    if not 0 <= count <= total or not total:
        return "", "differs", f"{count} cannot be of {total}."
    exact, scale = 100 * count / total, 10**percent.decimals
    half_up = (200 * scale * count + total) // (2 * total) / scale
    verdict: Verdict = percent.holds(exact, exact) or "differs"
    recomputed = printed if verdict == "agrees" else f"{count} ({half_up:.{percent.decimals}f})"
    return recomputed, verdict, _said(verdict, f"{count} of {total} are {exact:.{percent.decimals + 1}f} %")


def _total(printed: str, given: str) -> tuple[str, Verdict, str]:
    parts = [cell for line in counts(given) for cell in line]
    verdict: Verdict = "agrees" if whole(printed) == sum(parts) else "differs"
    return str(sum(parts)), verdict, f"{' + '.join(map(str, parts))} = {sum(parts)}."


def _p_of_counts(printed: str, given: str) -> tuple[str, Verdict, str]:
    cells = counts(given)
    names: list[CountTest] = ["chi_square", "fisher"]
    if len(cells) == len(cells[0]) == 2:
        names.append("chi_square_yates")
    tests = [compare_counts(cells, name) for name in names]
    if tests[0].p_value is None:
        return "", "unreadable", f"Not to be tested: {tests[0].note}."
    return _p_of_tests(number(printed), {test.name: (p_value, p_value) for test in tests if (p_value := test.p_value) is not None})


def _p_of_means(printed: str, given: str) -> tuple[str, Verdict, str]:
    lines = [[number(cell) for cell in line.replace(",", " ").split()] for line in given.split(";")]
    if len(lines) < 2 or any(len(line) != 3 or line[0].decimals or line[2].value < 0 for line in lines):
        raise UnreadableNumber("n, mean and SD of each group are expected, groups divided by ;")
    sizes = [int(line[0].value) for line in lines]
    deviations = list(product(*([max(edge, 0.0) for edge in line[2].range()] for line in lines)))
    ranges = {}
    for test in ("student", "welch"):
        # the printed means and SDs are rounded: the p-value is known only to lie between those of their edges
        found = [
            compare_summaries(list(zip(sizes, means, sds, strict=True)), test)
            for means in _possible_means([line[1].range() for line in lines])
            for sds in deviations
        ]
        p_values = [one.p_value for one in found if one.p_value is not None]
        if len(p_values) < len(found):
            return "", "unreadable", f"Not to be tested: {next(one.note for one in found if one.p_value is None)}."
        ranges[found[0].name] = (min(p_values), max(p_values))
    return _p_of_tests(number(printed), ranges)


def _possible_means(ranges: list[tuple[float, float]]) -> list[tuple[float, ...]]:
    """Return the means that are as far apart as rounding allows, and those that are as near to each other."""
    edges = sorted({edge for one in ranges for edge in one})
    nearest = {tuple(min(max(middle, low), high) for low, high in ranges) for middle in edges}
    return sorted({*product(*ranges), *nearest})


def _p_of_tests(printed: PrintedNumber, ranges: dict[str, tuple[float, float]]) -> tuple[str, Verdict, str]:
    said = "; ".join(f"{name} {_p_range(*values)}" for name, values in ranges.items())
    for verdict in ("agrees", "truncated"):
        names = [name for name, values in ranges.items() if printed.holds(*values) == verdict]
        if names:
            return _p_range(*ranges[names[0]]), verdict, _said(verdict, f"{' and '.join(names)} ({said})")
    return _p_range(*next(iter(ranges.values()))), "differs", f"No test gives it: {said}."


def _mean(printed: str, given: str) -> tuple[str, Verdict, str]:
    (size, *step), *more = table(given)
    mean, step = number(printed), step[0] if step else 1.0
    if more or size < 1 or size != int(size) or step <= 0:
        raise UnreadableNumber("the number of values and their step are expected")
    low, high = (edge * size / step for edge in mean.range())
    nearest = math.floor(high + 1e-9)
    exact = nearest * step / size
    if nearest >= low - 1e-9:
        return f"{exact:.{mean.decimals}f}", "agrees", f"A sum of {nearest * step:g} has this mean."
    return "", "differs", f"No {size:g} values in steps of {step:g} have this mean; some may be missing, or not in such steps."


def _hazard_ratio(printed: str, _: str) -> tuple[str, Verdict, str]:
    ratio, lower, upper, p_value = estimate_with_interval(printed)
    if not lower.value <= ratio.value <= upper.value or not upper.value:
        return "", "differs", "The hazard ratio does not lie within its interval."
    (low_a, low_b), (high_a, high_b) = lower.range(), upper.range()
    low_a, high_a = max(low_a, 1e-12), max(high_a, 1e-12)
    middle = (math.sqrt(low_a * high_a), math.sqrt(low_b * high_b))
    exact = math.sqrt(lower.value * upper.value)
    recomputed = f"{exact:.{ratio.decimals}f}"
    is_middle = ratio.holds(*middle)
    if not is_middle:
        around = f"{exact:.{ratio.decimals + 1}f}"
        return recomputed, "differs", f"On the log scale the interval lies around {around}, not around the hazard ratio."
    if p_value is None:
        return recomputed, is_middle, _said(is_middle, "On the log scale the interval lies around the hazard ratio")
    z = [
        # printed as 1.00 (1.00-1.00) the interval may be as narrow as one likes
        abs(math.log(one)) / (math.log(high / low) / (2 * 1.959963984540054)) if high > low else math.inf
        for one in (max(edge, 1e-12) for edge in ratio.range())
        for low in (low_a, low_b)
        for high in (high_a, high_b)
    ]
    lowest = 0.0 if ratio.range()[0] <= 1 <= ratio.range()[1] else min(z)
    values = (math.erfc(max(z) / math.sqrt(2)), math.erfc(lowest / math.sqrt(2)))
    verdict: Verdict = p_value.holds(*values) or "differs"
    if verdict == "agrees":
        verdict = is_middle
    return f"{recomputed} p={_p_range(*values)}", verdict, _said(verdict, f"Wald's p from the interval is {_p_range(*values)}")


def _survival_rate(printed: str, _: str) -> tuple[str, Verdict, str]:
    rate, lower, upper = estimate_with_interval(printed)[:3]
    scale = 100.0 if max(rate.value, upper.value) > 1 else 1.0
    survival, low, high = rate.value / scale, lower.value / scale, upper.value / scale
    if low == survival == high == 1:
        return "", "agrees", "Nobody has had the event by then: the interval is 100 % to 100 % of any type."
    if not 0 <= low <= survival <= high <= 1 or survival in (0, 1):
        return "", "differs", "The rate does not lie within its interval, or is none."
    unit = max(one.unit for one in (rate, lower, upper))
    misses = {kind: scale * _miss(survival, low, high, kind) for kind in ("log", "plain", "log-log")}
    fitting = [kind for kind, missed in misses.items() if missed <= SLACK_OF_RATES * unit]
    said = "; ".join(f"{kind} misses by {missed:.2g}" for kind, missed in misses.items())
    if not fitting:
        return "", "differs", f"No kind of interval has these limits: {said}."
    return " or ".join(fitting), "agrees", f"The interval is of the type {' or '.join(fitting)} ({said})."


def _miss(survival: float, low: float, high: float, kind: ConfidenceType) -> float:
    """Return by how much the limits miss the printed ones with the best of all standard errors."""
    tried = []
    for limit in (low, high):
        if kind == "plain":
            tried.append(abs(survival - limit) / survival)
        elif limit == 0:  # rounded to 0, or cut off there
            continue
        elif kind == "log":
            tried.append(abs(math.log(survival / limit)))
        elif limit < 1:
            tried.append(abs(math.log(math.log(limit) / math.log(survival)) * math.log(survival)))
    if not tried:
        return math.inf
    std_errs = np.linspace(min(tried), max(tried), 2001) / 1.959963984540054
    limits = confidence_limits(np.full(len(std_errs), survival), std_errs, kind)
    return float(np.maximum(np.abs(limits[0] - low), np.abs(limits[1] - high)).min())


def _at_risk(printed: str, given: str) -> tuple[str, Verdict, str]:
    ((*numbers,),) = counts(printed)
    for place, (before, after) in enumerate(pairwise(numbers), start=2):
        if after > before:
            return "", "differs", f"Number {place} is larger than the one before: nobody comes under observation later."
    if given and whole(given) != numbers[0]:
        return given, "differs", "The first number is not the size of the group."
    return printed, "agrees", "The numbers fall only."


def _p_range(low: float, high: float) -> str:
    texts = ["<0.0001" if value < 0.0001 else f"{value:.4f}" for value in (low, high)]
    return texts[0] if texts[0] == texts[1] else "–".join(texts)


def _said(verdict: str, what: str) -> str:
    return f"{what}: cut off, not rounded." if verdict == "truncated" else f"{what}."


AUDITS: dict[str, Callable[[str, str], tuple[str, Verdict, str]]] = {
    "percent": _percent,
    "total": _total,
    "p_of_counts": _p_of_counts,
    "p_of_means": _p_of_means,
    "mean": _mean,
    "hazard_ratio": _hazard_ratio,
    "survival_rate": _survival_rate,
    "at_risk": _at_risk,
}
