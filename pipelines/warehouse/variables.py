"""What SQL reads with getvariable(): the settings, and thresholds of rules, so that what is derived and found holds to one number."""

import datetime as dt
from typing import Any

from pipelines.settings.rules_in_force import LAYERS, RuleBook, rules_in_force
from pipelines.settings.sections import Settings
from pipelines.warehouse.table_files import layer_tables, raw_tables

POSSIBLE = "_is_possible"  # the end of the name of a rule about what a number can be: its thresholds are low and high, or AST_low …


def sql_variables(settings: Settings, as_of: dt.date) -> dict[str, Any]:
    """Return the variables by name."""
    sections = (settings.response, settings.survival, settings.windows, settings.scores, settings.gate)
    return {
        "as_of": as_of,
        "has_real_dates": settings.registry.has_real_dates,
        "keep_birth_date": settings.registry.keep_birth_date,
        "data_cutoff": settings.study.data_cutoff,
        "administrative_censoring_months": settings.study.administrative_censoring_months,
        **{key: value for section in sections for key, value in section.model_dump().items()},
        "most_reviewed_patients": settings.review.most_patients,
        "override_reason": settings.gate.reason_on(as_of),
        **threshold_variables(rules_in_force(settings.rules, settings.study)),
    }


def threshold_variables(book: RuleBook) -> dict[str, float]:
    """Return the variables that are thresholds, under the names that the rules give them."""
    rules = (rule for layer in LAYERS for table in layer_tables(layer) for rule in book.with_those_off(layer, table))
    return {variable: rule.thresholds[threshold] for rule in rules for variable, threshold in rule.variables.items()}


def possible_ranges(book: RuleBook) -> list[tuple[str, float, float]]:
    """Return what is possible (measure, low, high) of each laboratory test, and of each number of a visit or a dose."""
    rules = [rule for table in raw_tables() for rule in book.with_those_off("staging", table)]
    return [
        (name.removesuffix("low").rstrip("_") or rule.name.removesuffix(POSSIBLE), low, rule.thresholds[f"{name.removesuffix('low')}high"])
        for rule in rules
        if rule.name.endswith(POSSIBLE)
        for name, low in rule.thresholds.items()
        if name.endswith("low")
    ]
