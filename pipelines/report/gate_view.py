"""The gates of a run in words: what each family of rules came to, which rules were broken, and how that was in the last runs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipelines.book.names import FAMILIES, say_name

MARKS = {"error": "✕", "failed": "▲", "passed": "✓", "not applicable": "–"}
WORST_FIRST = tuple(MARKS)
LEVELS = {"reject": "quarantines the row", "flag": "keeps the row and asks", "stop": "ends the run before statistics"}


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
    outcomes = [str(rule["outcome"]) for rule in rules]
    counts = {outcome: outcomes.count(outcome) for outcome in WORST_FIRST}
    worst = next(outcome for outcome in WORST_FIRST if counts[outcome])
    seen = len(rules) - counts["not applicable"]
    words = {
        "error": f"error: {counts['error']} of {len(rules)} rules could not be run",
        "failed": f"failed: {counts['failed']} of {seen} rules",
        "passed": f"passed: all {seen} rules" if seen > 1 else "passed: 1 rule",
        "not applicable": f"not applicable: {len(rules)} rule{'s' * (len(rules) > 1)} saw no row",
    }[worst]
    if worst != "not applicable" and counts["not applicable"]:
        words += f" ({counts['not applicable']} not applicable)"
    trend = (*(run.get(key, 0) for run in past), findings)
    return FamilyView(key, FAMILIES.get(key, ""), worst, MARKS[worst], words, findings, trend)


def view_broken(rules: Sequence[Mapping[str, Any]]) -> list[RuleView]:
    """Return the rules that failed or could not be run, the gravest first."""
    found = []
    for rule in rules:
        if rule["outcome"] not in ("failed", "error"):
            continue
        rows, findings = int(rule["rows"]), int(rule["findings"])
        words = f"failed: {findings:,}" + (f" of {rows:,}" if rows >= findings else "")
        if rule["outcome"] == "error":
            words = "error: it could not be run, which says nothing of the data"
        where = f"{rule['layer']}.{rule['table']}"
        found.append(
            RuleView(str(rule["rule"]), say_name(str(rule["name"])), str(rule["level"]), where, str(rule["outcome"]),
                     MARKS[str(rule["outcome"])], words)
        )  # fmt: skip
    grave = {"stop": 0, "reject": 1, "flag": 2}
    return sorted(found, key=lambda one: (WORST_FIRST.index(one.outcome), grave.get(one.level, 3), one.id, one.table))


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
