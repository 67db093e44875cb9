"""What became of the rules that only the statistics can hold: enough events for each covariate, and the paper's own numbers."""

from collections.abc import Callable

from pipelines.analysis.run_statistics import Statistics
from pipelines.gate.check_rules import Outcome
from pipelines.settings.rules_in_force import rules_held_by
from schemas.rule import Rule


def conclude_statistics(statistics: Statistics) -> list[Outcome]:
    """Return an outcome for each rule that the statistics hold; they are asked of results and lead to no row."""
    return [
        concluded(layer, table, rule, count(statistics, rule))
        for count in HOLDERS
        for layer, table, rule in rules_held_by(f"gate.statistics_rules.{count.__name__}")
    ]


def count_unstable_models(statistics: Statistics, rule: Rule) -> tuple[int, int]:
    """Return how many multivariate models there are, and how many have fewer events for each covariate than the rule asks for."""
    models = [table.multivariate for table in statistics.paper.coxes]
    ratios = [fit.events_per_covariate for fit in models if isinstance(fit.events_per_covariate, int | float)]
    return len(ratios), sum(ratio < rule.thresholds["events"] for ratio in ratios)


def count_different_items(statistics: Statistics, rule: Rule) -> tuple[int, int]:
    """Return how many printed numbers were recomputed, and how many of them come out differently."""
    items = [item for item in statistics.printed if item.recomputed is not None]
    return len(items), sum(item.verdict == "different" for item in items)


HOLDERS: tuple[Callable[[Statistics, Rule], tuple[int, int]], ...] = (count_unstable_models, count_different_items)


def concluded(layer: str, table: str, rule: Rule, counts: tuple[int, int]) -> Outcome:
    """Return the outcome of a rule that speaks of so many results, of which so many break it."""
    results, findings = counts
    ended = "failed" if findings else "passed" if results else "not applicable"
    return Outcome(rule, layer, table, ended, results, findings)
