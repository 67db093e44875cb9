"""The rules in force: those of the book, with the levels and thresholds that the settings change, each change with its reason.

A change names a rule by its number (all rules of that number that it can speak of) or by its name; a name goes before a number. A rule
is off where a change says so, or where it holds a protocol that the study has not or a criterion that it does not ask.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from pipelines.settings.criterion_rules import Criteria, criteria_and_listed, why_not_asked, with_limits
from pipelines.settings.nearest import nearest
from pipelines.settings.plan_in_words import TELLS
from pipelines.settings.plans import PlannedDrug, plans_of
from pipelines.settings.sections import RuleChange
from pipelines.settings.study import Study
from pipelines.warehouse.table_files import layer_tables, table_rules, table_schema
from schemas.rule import Escalation, Rule
from schemas.staging_schema import TableSchema, schema_of

LAYERS = ("raw", "staging", "quarantine", "cohort")
LEVELS = {  # what each layer can do with a row: only a staged one can be quarantined
    "raw": (),
    "staging": ("reject", "flag", "stop"),
    "quarantine": ("flag", "stop"),
    "cohort": ("flag", "stop"),
}


@dataclass(frozen=True)
class RuleBook:
    """The rules of every table as they are held in a run. Without plans it is the book as written, of which no protocol is left out."""

    changes: Mapping[str, RuleChange]
    plans: tuple[PlannedDrug, ...] | None = None
    criteria: Criteria = field(default_factory=dict)

    @cached_property
    def _held(self) -> dict[tuple[str, str], tuple[Rule, ...]]:
        return {}

    def rules(self, layer: str, table: str) -> tuple[Rule, ...]:
        """Return the rules of a table in force: its schema's, then its suite's."""
        if (layer, table) not in self._held:
            self._held[layer, table] = tuple(rule for rule in self.with_those_off(layer, table) if not self.why_off(rule))
        return self._held[layer, table]

    def with_those_off(self, layer: str, table: str) -> tuple[Rule, ...]:
        """Return every rule of a table with what the settings change of it, and those that are off, too."""
        return tuple(self._changed(rule) for rule in table_rules(layer, table))

    def why_off(self, rule: Rule) -> str:
        """Return why a rule is off; "" for one in force."""
        change = self._change_of(rule)
        if change and change.off:
            return change.reason
        if rule.protocol and self.plans is not None and not _rows_of(rule, self.plans):
            return f"no regimen of the study plans {rule.protocol.in_words}"
        return why_not_asked(rule, self.criteria)

    def is_accepted(self, rule: Rule) -> bool:
        """Say whether the settings accept as a whole what a rule finds."""
        change = self._change_of(rule)
        return bool(change and change.accepted)

    def off_rules(self) -> list[dict[str, Any]]:
        """Return the rules that are off, each with the reason."""
        return [
            {"layer": layer, "table": table, "rule": rule.id, "name": rule.name, "columns": list(rule.columns), "reason": reason}
            for layer, table, rule in all_rules()
            if (reason := self.why_off(rule))
        ]

    def schema(self, layer: str, table: str) -> TableSchema | None:
        """Return the schema of a table with the checks in force, if the table has one."""
        module = table_schema(layer, table)
        if module is None:
            return None
        rules = self.rules(layer, table)
        return module.SCHEMA if rules == table_rules(layer, table) else schema_of(module.TYPES, rules)

    def changed_rules(self) -> list[dict[str, Any]]:
        """Return what differs from the book, one entry per rule and thing changed, with the reason."""
        return [
            {
                "layer": layer,
                "table": table,
                "rule": rule.id,
                "name": rule.name,
                "columns": list(rule.columns),
                "changed": changed,
                "book": written,
                "in_force": held,
                "reason": change.reason if change else f"the study says so under eligibility.{rule.criterion}",
            }
            for layer, table, rule in all_rules()
            if (change := self._change_of(rule)) or (rule.criterion and not self.why_off(rule))
            for changed, written, held in (*_differences(rule, self._changed(rule)), *_acceptance(change))
        ]

    def _change_of(self, rule: Rule) -> RuleChange | None:
        return self.changes.get(rule.name) or self.changes.get(rule.id)

    def _changed(self, rule: Rule) -> Rule:
        change = self._change_of(rule)
        rule = with_limits(rule, self.criteria)
        if rule.protocol and self.plans:
            rule = replace(rule, plan=TELLS[rule.protocol.tells](_rows_of(rule, self.plans)))
        return changed_rule(rule, change) if change else rule


def rules_in_force(changes: Mapping[str, RuleChange], study: Study | None = None) -> RuleBook:
    """Return the book with the changes of the settings (`settings.rules`), which `wrong_changes` finds right, and what the study asks."""
    if study is None:
        return RuleBook(dict(changes))
    return RuleBook(dict(changes), tuple(plans_of(study)), criteria_and_listed(study))


def _rows_of(rule: Rule, plans: tuple[PlannedDrug, ...]) -> list[PlannedDrug]:
    """Return the rows of the plans in force that a rule holds."""
    protocol = rule.protocol
    if protocol is None:
        return []
    groups = {"index": (True,), "before": (False,), "both": (True, False)}[protocol.whose]
    in_force = (one for one in plans if one.is_in_force and one.is_counted in groups)
    return [one for one in in_force if all(asked(one.row) for asked in protocol.of)]


AS_WRITTEN = rules_in_force({})


def all_rules() -> Iterator[tuple[str, str, Rule]]:
    """Yield (layer, table, rule) for every rule of the book."""
    for layer in LAYERS:
        for table in layer_tables(layer):
            for rule in table_rules(layer, table):
                yield layer, table, rule


def rules_held_by(holder: str) -> list[tuple[str, str, Rule]]:
    """Return (layer, table, rule) of each rule that a function holds, which is named as the rule names it."""
    return [(layer, table, rule) for layer, table, rule in all_rules() if rule.held_by == holder]


def changed_rule(rule: Rule, change: RuleChange) -> Rule:
    """Return the rule as the change says: only the thresholds that it has, and an escalation of its own if it has none yet."""
    held = {name: change.thresholds.get(name, value) for name, value in rule.thresholds.items()}
    above_pct = change.escalate_above_pct
    if above_pct is None:
        escalation = rule.escalation
    else:
        escalation = replace(rule.escalation, above_pct=above_pct) if rule.escalation else Escalation(above_pct=above_pct)
    return replace(rule, level=change.level or rule.level, thresholds=held, escalation=escalation, only_new=change.only_new)


def wrong_changes(changes: Mapping[str, RuleChange]) -> Iterator[str]:
    """Yield a sentence for everything in [rules] of the settings that the book does not allow."""
    book = list(all_rules())
    names = {key: [(layer, rule) for layer, _, rule in book if key in (rule.id, rule.name)] for key in changes}
    for key, change in changes.items():
        where = f'rules."{key}"'
        meant = names[key]
        if not meant:
            is_number = key[2:3] == "-"
            known = {rule.id if is_number else rule.name for _, _, rule in book}
            yield f"{where}: there is no rule {key}{nearest(key.upper() if is_number else key, known)}"
            continue
        if change.off:
            yield from _wrong_off(where, change, meant)
            continue
        if change.accepted:
            yield from _wrong_accepted(where, change, meant)
        elif change.level is None and not change.thresholds and change.escalate_above_pct is None and not change.only_new:
            yield f"{where}: changes nothing; it needs off, accepted, level, thresholds or escalate_above_pct"
        if change.only_new and any(layer == "raw" or not _can_be_only_new(rule, change) for layer, rule in meant):
            yield f'{where}.only_new: is for a rule about rows that only asks in the book and has level = "stop" beside it'
        thresholds = sorted({name for _, rule in meant for name in rule.thresholds})
        for name in change.thresholds:
            if name not in thresholds:
                has = nearest(name, thresholds) if thresholds else "; the rule has none"
                has += "; what a regimen plans is said in [[study.regimen]]" if any(rule.protocol for _, rule in meant) else ""
                yield f"{where}.thresholds: there is no threshold {name}{has}"
            elif of := next((rule.criterion for _, rule in meant if _is_of_criterion(rule, name)), ""):
                yield f"{where}.thresholds.{name}: is the limit of study.eligibility.{of}.value; write it there"
        if change.level:
            yield from _wrong_level(where, change.level, meant)
        for _, rule in meant:
            if fault := _wrong_thresholds(changed_rule(rule, change)):
                yield f"{where}.thresholds: {fault}"
                break


def _can_be_only_new(rule: Rule, change: RuleChange) -> bool:
    return change.level == "stop" and rule.level == "flag" and rule.expectation is None


def _is_of_criterion(rule: Rule, threshold: str) -> bool:
    return bool(rule.criterion) and not rule.is_of_those_listed and threshold in ("low", "high")


def _wrong_off(where: str, change: RuleChange, meant: list[tuple[str, Rule]]) -> Iterator[str]:
    if change.accepted or change.level or change.thresholds or change.escalate_above_pct is not None:
        yield f"{where}: a rule that is off has no level, thresholds or escalation, and is not accepted"
    for layer, rule in meant:
        if not LEVELS[layer]:
            yield f"{where}.off: the rule is held while the drop is loaded, and cannot be off"
        elif rule.parent_table:
            yield f"{where}.off: a row whose parent is quarantined goes with it; the rule cannot be off"
        elif layer == "cohort" and rule.level == "stop":
            yield f"{where}.off: a rule that stops before the statistics holds the registry's own arithmetic and cannot be off"
        else:
            continue
        break


def _wrong_accepted(where: str, change: RuleChange, meant: list[tuple[str, Rule]]) -> Iterator[str]:
    levels = {change.level or rule.level for _, rule in meant}
    if "stop" in levels:
        yield f"{where}.accepted: a rule that stops the run asks nobody, and is not accepted"
    elif "reject" in levels:
        yield f'{where}.accepted: the rule quarantines rows; write level = "flag" beside it, by which they are kept, or put it off'


def _wrong_level(where: str, level: str, meant: list[tuple[str, Rule]]) -> Iterator[str]:
    if len({rule.level for _, rule in meant}) > 1:
        listed = ", ".join(sorted({f"{rule.name} ({rule.level})" for _, rule in meant}))
        yield f"{where}.level: rules of several levels have this number; name the one that is meant: {listed}"
        return
    for layer in sorted({layer for layer, _ in meant}):
        if not LEVELS[layer]:
            yield f"{where}.level: the rule is held while the drop is loaded, and its level cannot be changed"
        elif level not in LEVELS[layer]:
            yield f"{where}.level: {level} is no level of this rule; it may be {' or '.join(LEVELS[layer])}"
        elif level != "stop" and layer == "cohort" and any(rule.level == "stop" for _, rule in meant):
            yield f"{where}.level: a rule that stops before the statistics holds the registry's own arithmetic and cannot be weakened"


def _wrong_thresholds(rule: Rule) -> str:
    for name, low in rule.thresholds.items():
        high = rule.thresholds.get(name.replace("low", "high")) if "low" in name else None
        if high is not None and low > high:
            return f"{name} = {low:g} lies above {name.replace('low', 'high')} = {high:g}"
    try:
        rule.made_check()
    except ValueError:
        return "these numbers make no range"
    return ""


def _acceptance(change: RuleChange | None) -> Iterator[tuple[str, object, object]]:
    if change and change.accepted:
        yield "accepted as a whole", False, str(change.until or True)


def _differences(rule: Rule, held: Rule) -> Iterator[tuple[str, object, object]]:
    if held.level != rule.level:
        yield "level", rule.level, held.level
    if held.only_new != rule.only_new:
        yield "only_new", rule.only_new, held.only_new
    for name, value in rule.thresholds.items():
        if held.thresholds[name] != value:
            yield f"thresholds.{name}", value, held.thresholds[name]
    if held.escalation != rule.escalation:
        yield (
            "escalate_above_pct",
            rule.escalation.above_pct if rule.escalation else None,
            held.escalation.above_pct if held.escalation else None,
        )
