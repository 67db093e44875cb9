"""The gates of a run in words: what each family of rules came to, which rules were broken, and how that was in the last runs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipelines.book.names import FAMILIES, say_name
from pipelines.book.outcome_words import BROKEN, MARKS, VERBS, WORST_FIRST, outcome_by_level, say_count, say_outcome


@dataclass(frozen=True)
class FamilyView:
    """One family of rules: its worst outcome in words, and its findings in the last runs, this one last."""

    key: str
    name: str
    outcome: str
    mark: str
    words: str
    findings: int
    trend: tuple[int, ...]


@dataclass(frozen=True)
class RuleView:
    """One rule that was broken, or could not be run."""

    id: str
    sentence: str
    level: str
    table: str
    outcome: str
    mark: str
    words: str


def family_of(rule: str) -> str:
    """Return the family of a rule's id."""
    return rule.partition("-")[0]


def view_families(rules: Sequence[Mapping[str, Any]], findings: Mapping[str, int], past: Sequence[Mapping[str, int]]) -> list[FamilyView]:
    """Return the families in the book's order; `findings` by rule, `past` those by family of earlier runs, the oldest first."""
    listed = count_by_family(findings)
    held: dict[str, list[Mapping[str, Any]]] = {}
    for rule in rules:
        held.setdefault(family_of(str(rule["rule"])), []).append(rule)
    order = [*FAMILIES, *sorted(held.keys() - FAMILIES.keys())]
    return [_family(key, held[key], listed.get(key, 0), past) for key in order if key in held]


def _family(key: str, rules: Sequence[Mapping[str, Any]], findings: int, past: Sequence[Mapping[str, int]]) -> FamilyView:
    outcomes = [outcome_by_level(str(rule["outcome"]), str(rule["level"])) for rule in rules]
    counts = {outcome: outcomes.count(outcome) for outcome in WORST_FIRST}
    worst = next(outcome for outcome in WORST_FIRST if counts[outcome])
    words = _family_in_words(worst, counts, len(rules))
    trend = (*(run.get(key, 0) for run in past), findings)
    return FamilyView(key, FAMILIES.get(key, ""), worst, MARKS[worst], words, findings, trend)


def _family_in_words(worst: str, counts: Mapping[str, int], held: int) -> str:
    """Return what the rules of a family came to: "2 of 30 rules quarantine, 5 ask (3 not applicable)"."""
    seen = held - counts["not applicable"]
    if worst == "not applicable":
        return f"not applicable: {held} rule{'s' * (held > 1)} saw no row"
    if worst == "error":
        words = f"error: {counts['error']} of {held} rules could not be run"
    elif worst == "passed":
        words = f"passed: all {seen} rules" if seen > 1 else "passed: 1 rule"
    else:
        said = [say_count(broken, counts[broken]) for broken in VERBS if counts[broken]]
        words = f"{', '.join(said)}; of {seen} rule{'s' * (seen > 1)}"
    return words + (f" ({counts['not applicable']} not applicable)" if counts["not applicable"] else "")


def view_broken(rules: Sequence[Mapping[str, Any]]) -> list[RuleView]:
    """Return the rules that failed or could not be run, the gravest first."""
    found = []
    for rule in rules:
        if rule["outcome"] not in ("failed", "error"):
            continue
        outcome = outcome_by_level(str(rule["outcome"]), str(rule["level"]))
        words = say_outcome(outcome, int(rule["rows"]), int(rule["findings"]))
        where = f"{rule['layer']}.{rule['table']}"
        found.append(
            RuleView(str(rule["rule"]), say_name(str(rule["name"])), str(rule["level"]), where, outcome, MARKS[outcome], words)
        )  # fmt: skip
    return sorted(found, key=lambda one: (WORST_FIRST.index(one.outcome), tuple(BROKEN).index(one.level), one.id, one.table))


def rules_of_results(rules: Sequence[Mapping[str, Any]], findings: Mapping[str, int]) -> list[str]:
    """Return the broken rules that speak of results and not of rows: none of what they found is among the findings."""
    return sorted({str(rule["rule"]) for rule in rules if rule["outcome"] == "failed"} - findings.keys())


def count_by_family(findings: Mapping[str, int]) -> dict[str, int]:
    """Return the findings of a run by family, from those by rule."""
    counts: dict[str, int] = {}
    for rule, count in sorted(findings.items()):
        counts[family_of(rule)] = counts.get(family_of(rule), 0) + count
    return counts


def view_off(off_rules: Sequence[Mapping[str, Any]]) -> list[tuple[str, list[str]]]:
    """Return each reason for which rules are off, with the rules in words; one on many columns is named once."""
    listed: dict[str, list[str]] = {}
    for rule in off_rules:
        listed.setdefault(str(rule["reason"]), []).append(f"{rule['rule']} {say_name(rule['name'])}")
    return [(reason, list(dict.fromkeys(rules))) for reason, rules in listed.items()]
