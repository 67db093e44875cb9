"""The numbers of the adjusted comparison and of the subgroups, one line each."""

from collections.abc import Iterator, Sequence

from pipelines.analysis.adjusted_survival import AdjustedSurvival
from pipelines.analysis.run_statistics import Statistics
from pipelines.analysis.subgroups import Subgroups
from pipelines.report.number import Number

ROLE = "sensitivity"


def adjusted_numbers(statistics: Statistics) -> Iterator[Number]:
    """Yield what matching, weighting and subgroups gave; of three and more arms, which arm is compared stands in the analysis' name."""
    for adjusted in statistics.adjusted:
        yield from _adjusted(adjusted, named_by_arm("adjusted_survival", adjusted.arms, statistics.arms))
    for subgroups in statistics.subgroups:
        yield from _subgroups(subgroups, named_by_arm(f"subgroups_{subgroups.endpoint}", subgroups.arms, statistics.arms))


def named_by_arm(name: str, both: Sequence[str], arms: Sequence[str]) -> str:
    """Return a name for what compares two arms: with the arm that is compared, where there are others."""
    return f"{name}_{both[-1]}" if len(arms) > 2 else name


def _adjusted(adjusted: AdjustedSurvival, where: str) -> Iterator[Number]:
    size = sum(adjusted.sizes)
    yield Number(where, "pairs", "all", adjusted.pairs, "pairs", "1:1 matching with a caliper", size, ROLE, adjusted.note)
    for arm, effective in zip(adjusted.arms, adjusted.effective_sizes, strict=False):
        yield Number(where, "effective_size", arm, effective, "", "stabilised weights", size, ROLE)
    for arm, effective in zip(adjusted.arms, adjusted.overlap_sizes, strict=False):
        yield Number(where, "effective_size_overlap", arm, effective, "", "overlap weights", size, ROLE)
    yield Number(where, "unlikely", "all", adjusted.unlikely, "patients", "score below 0.05 or above 0.95", size, ROLE)
    for one in adjusted.balance:
        for kind in ("crude", "matched", "weighted", "overlap"):
            yield Number(where, f"smd.{one.name}.{kind}", "arms", getattr(one, kind), "SD", "standardised mean difference", None, ROLE)
    for one in adjusted.hazards:
        for name in ("events", "hazard_ratio", "lower", "upper", "p_value", "e_value", "e_value_of_limit"):
            named = f"{one.endpoint}.{one.method.replace(' ', '_')}.{name}"
            unit = "patients" if name == "events" else ""
            yield Number(where, named, "arms", getattr(one, name), unit, f"Cox regression, {one.method}", one.patients, ROLE, one.note)


def _subgroups(subgroups: Subgroups, where: str) -> Iterator[Number]:
    for pair in subgroups.pairs:
        for one in pair.subgroups:
            for name in ("hazard_ratio", "lower", "upper"):
                value = getattr(one.term, name)
                yield Number(where, f"{one.label}.{name}", "arms", value, "", "Cox regression", sum(one.sizes), ROLE)
        test = pair.interaction
        yield Number(where, f"{pair.name}.interaction.p", "arms", test.p_value, "p", test.name, None, ROLE, test.note)
