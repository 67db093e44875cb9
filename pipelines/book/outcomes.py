"""What became of each rule in a run: its outcome in words, with a mark that can be told without its colour."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipelines.book.entries import Held
from pipelines.book.outcome_words import MARKS, WORST_FIRST, outcome_by_level, say_outcome

if TYPE_CHECKING:
    from pipelines.gate.check_rules import Outcome


@dataclass(frozen=True)
class RunOutcome:
    """The outcome of one rule, or of several together: the worst of them, and what they saw and found."""

    outcome: str = ""
    rows: int = 0
    findings: int = 0
    escalated: tuple[str, ...] = ()  # what the findings, being so many, say of a table

    @property
    def mark(self) -> str:
        """A sign of its own for each outcome."""
        return MARKS[self.outcome]

    @property
    def words(self) -> str:
        """The outcome as people say it, with its numbers."""
        return say_outcome(self.outcome, self.rows, self.findings)

    @property
    def key(self) -> str:
        """The outcome as the name of a style."""
        return self.outcome.replace(" ", "-") or "none"


def rule_results(outcomes: "Iterable[Outcome]") -> list[dict[str, Any]]:
    """Return the outcomes of a run as they stand in results.json."""
    return [
        {
            "rule": one.rule.id,
            "name": one.rule.name,
            "level": one.rule.level,
            "layer": one.layer,
            "table": one.table,
            "columns": list(one.rule.columns),
            "outcome": one.outcome,
            "rows": one.rows,
            "findings": one.findings,
            "escalated": one.escalated,
            "canary": one.canary,
        }
        for one in outcomes
    ]


def outcomes_of(results: Mapping[str, Any]) -> dict[tuple, RunOutcome]:
    """Return the outcomes of results.json by what names a rule there."""
    together: dict[tuple, list[RunOutcome]] = {}
    for one in results.get("rules", ()):
        key = (one["layer"], one["table"], one["rule"], one["name"], tuple(one["columns"]))
        together.setdefault(key, []).append(
            RunOutcome(
                outcome_by_level(one["outcome"], one["level"]), one["rows"], one["findings"], tuple(filter(None, [one.get("escalated")]))
            )
        )
    return {key: joined(parts) for key, parts in together.items()}


def outcome_of(held: Sequence[Held], outcomes: Mapping[tuple, RunOutcome]) -> RunOutcome:
    """Return the outcome of rules that are shown together."""
    if all(each.rule.is_held_by_tests for each in held):
        return RunOutcome("held by tests")
    if all(each.why_off for each in held):
        return RunOutcome("off")
    keys = dict.fromkeys((each.layer, each.table, each.rule.id, each.rule.name, each.rule.columns) for each in held)
    return joined([outcomes[key] for key in keys if key in outcomes])


def joined(parts: list[RunOutcome]) -> RunOutcome:
    """Return the worst outcome, with the rows and findings of all."""
    if not parts:
        return RunOutcome()
    worst = min((part.outcome for part in parts), key=WORST_FIRST.index)
    escalated = tuple(said for part in parts for said in part.escalated)
    return RunOutcome(worst, sum(part.rows for part in parts), sum(part.findings for part in parts), escalated)
