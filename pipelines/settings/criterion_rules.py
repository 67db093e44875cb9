"""How rules follow the criteria of eligibility that a study asks: off with them, and held to their limits."""

from collections.abc import Mapping
from dataclasses import replace

from pipelines.settings.study import Study
from pipelines.warehouse.eligibility_rows import Criterion, criteria_of
from schemas.rule import Rule

Criteria = Mapping[str, tuple[Criterion, Criterion]]  # by name: as the study asks it, and as it is listed


def criteria_and_listed(study: Study) -> Criteria:
    """Return the listed criteria as the study asks them, each beside the one of a study that changes nothing."""
    listed = {one.name: one for one in criteria_of(Study())}
    return {one.name: (one, listed[one.name]) for one in criteria_of(study) if one.name in listed}


def why_not_asked(rule: Rule, criteria: Criteria) -> str:
    """Return why the study has no use for a rule that belongs to a criterion; "" where it has."""
    if rule.criterion not in criteria:
        return ""
    asked, listed = criteria[rule.criterion]
    if asked.off_reason is not None:
        return f"the study does not ask {asked.name}: {asked.off_reason}"
    if rule.is_of_those_listed and not _lies_within(asked, listed):
        return f"the study asks other values of {asked.name} than those of which the rule speaks: {asked.description}"
    return ""


def with_limits(rule: Rule, criteria: Criteria) -> Rule:
    """Return the rule with the limits of its criterion in the place of its own."""
    if rule.criterion not in criteria or rule.is_of_those_listed:
        return rule
    limits = criteria[rule.criterion][0].limits
    return replace(rule, thresholds={name: limits.get(name, value) for name, value in rule.thresholds.items()})


def _lies_within(asked: Criterion, listed: Criterion) -> bool:
    if asked.numbers is None or listed.numbers is None:
        return set(asked.compared_with) <= set(listed.compared_with)
    return min(listed.numbers) <= min(asked.numbers) and max(asked.numbers) <= max(listed.numbers)
