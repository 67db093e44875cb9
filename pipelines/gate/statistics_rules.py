"""What became of the rules that only the statistics can hold: enough events for each covariate, and the paper's own numbers."""

from pipelines.analysis.run_statistics import Statistics
from pipelines.gate.check_rules import Outcome
from pipelines.warehouse.table_files import table_rules
from schemas.rule import Rule

HELD_BY = "gate.statistics_rules.conclude_statistics"


def conclude_statistics(statistics: Statistics) -> list[Outcome]:
    """Return an outcome for each rule of cohort.patients that the statistics hold; they are asked of results and lead to no row."""
    rules = {rule.id: rule for rule in table_rules("cohort", "patients") if rule.held_by == HELD_BY}
    few, printed = rules["TE-007"], rules["TE-009"]
    models = (statistics.paper.overall_survival_cox.multivariate, statistics.paper.progression_free_survival_cox.multivariate)
    ratios = [fit.events_per_covariate for fit in models if isinstance(fit.events_per_covariate, int | float)]
    items = [item for item in statistics.printed if item.recomputed is not None]
    return [
        concluded(few, len(ratios), sum(ratio < few.thresholds["events"] for ratio in ratios)),
        concluded(printed, len(items), sum(item.verdict == "different" for item in items)),
    ]


def concluded(rule: Rule, rows: int, findings: int) -> Outcome:
    """Return the outcome of a rule that speaks of so many results."""
    ended = "failed" if findings else "passed" if rows else "not applicable"
    return Outcome(rule, "cohort", "patients", ended, rows, findings)
