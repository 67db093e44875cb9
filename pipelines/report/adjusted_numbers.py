"""The numbers of the adjusted comparison and of the subgroups, one line each."""

from collections.abc import Iterator

from pipelines.analysis.run_statistics import Statistics
from pipelines.report.number import Number

ROLE = "sensitivity"


def adjusted_numbers(statistics: Statistics) -> Iterator[Number]:
    """Yield what matching, weighting and subgroups gave; nothing where the cohort has not two arms."""
    if statistics.adjusted:
        adjusted, where = statistics.adjusted, "adjusted_survival"
        size = sum(adjusted.sizes)
        yield Number(where, "pairs", "all", adjusted.pairs, "pairs", "1:1 matching with a caliper", size, ROLE, adjusted.note)
        for arm, effective in zip(adjusted.arms, adjusted.effective_sizes, strict=False):
            yield Number(where, "effective_size", arm, effective, "", "stabilised weights", size, ROLE)
        for one in adjusted.balance:
            for kind in ("crude", "matched", "weighted"):
                yield Number(where, f"smd.{one.name}.{kind}", "arms", getattr(one, kind), "SD", "standardised mean difference", None, ROLE)
        for one in adjusted.hazards:
            for name in ("events", "hazard_ratio", "lower", "upper", "p_value", "e_value", "e_value_of_limit"):
                named = f"{one.endpoint}.{one.method.replace(' ', '_')}.{name}"
                unit = "patients" if name == "events" else ""
                yield Number(where, named, "arms", getattr(one, name), unit, f"Cox regression, {one.method}", one.patients, ROLE, one.note)
    for subgroups in statistics.subgroups:
        where = f"subgroups_{subgroups.endpoint}"
        for pair in subgroups.pairs:
            for one in pair.subgroups:
                for name in ("hazard_ratio", "lower", "upper"):
                    yield Number(
                        where, f"{one.label}.{name}", "arms", getattr(one.term, name), "", "Cox regression", sum(one.sizes), ROLE
                    )  # fmt: skip
            test = pair.interaction
            yield Number(where, f"{pair.name}.interaction.p", "arms", test.p_value, "p", test.name, None, ROLE, test.note)
