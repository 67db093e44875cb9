"""Says in one line each what the settings of a registry hold otherwise than the rule book, and why."""

from collections.abc import Mapping

from pipelines.book.in_words import difference_in_words
from pipelines.settings.rules_in_force import rules_in_force
from pipelines.settings.sections import RuleChange


def differences(changes: Mapping[str, RuleChange]) -> list[str]:
    """Return "MR-007 its sentence: level stop instead of flag (the reason)" for every difference, a rule on many columns once."""
    if not changes:
        return []
    listed = rules_in_force(changes).changed_rules()
    said = [(one["rule"], one["name"], (one["changed"], one["book"], one["in_force"], one["reason"])) for one in listed]
    names: dict[tuple, list[str]] = {}
    for rule, name, difference in said:
        names.setdefault((rule, difference), []).append(name)
    return [f"{rule} {_named(known)}: {difference_in_words(difference)} ({difference[3]})" for (rule, difference), known in names.items()]


def _named(names: list[str]) -> str:
    different = list(dict.fromkeys(names))
    return different[0].replace("_", " ") if len(different) == 1 else f"({len(different)} rules)"
