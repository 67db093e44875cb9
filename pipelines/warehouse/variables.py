"""What SQL reads with getvariable(): the settings, and thresholds of rules, so that what is derived and found holds to one number."""

import datetime as dt

from pipelines.gate.rules_in_force import RuleBook, rules_in_force
from pipelines.settings.sections import Settings
from schemas.rule import Rule

THRESHOLDS = {  # variable -> layer, table and name of the rule, and its threshold
    "least_age_years": ("cohort", "eligibility", "treated_patient_is_an_adult_of_a_possible_age", "low"),
    "most_age_years": ("cohort", "eligibility", "treated_patient_is_an_adult_of_a_possible_age", "high"),
    "least_target_mm": ("cohort", "baseline_targets", "baseline_target_is_large_enough", "least_mm"),
    "least_node_mm": ("cohort", "baseline_targets", "baseline_target_is_large_enough", "least_node_mm"),
    "least_porta_node_mm": ("cohort", "baseline_targets", "baseline_target_is_large_enough", "least_porta_node_mm"),
    "ongoing_event_days": ("cohort", "laboratory_adverse_events", "recorded_grade_is_that_of_the_laboratory_results", "ongoing_days"),
    "planned_fluorouracil_mg_per_m2": (
        "staging",
        "drug_administrations",
        "fluorouracil_dose_is_the_planned_one_or_reduced_with_a_reason",
        "mg_per_m2",
    ),
    "planned_cisplatin_mg_per_m2": (
        "staging",
        "drug_administrations",
        "cisplatin_dose_is_the_planned_one_or_reduced_with_a_reason",
        "mg_per_m2",
    ),
}
POSSIBLE = "_is_possible"  # the end of the name of a rule about what a number can be: its thresholds are low and high, or AST_low …


def sql_variables(settings: Settings, as_of: dt.date) -> dict[str, object]:
    """Return the variables by name."""
    window = settings.registry.study_window or (dt.date(1900, 1, 1), dt.date(9999, 12, 31))
    sections = (settings.response, settings.survival, settings.windows, settings.scores, settings.gate)
    return {
        "as_of": as_of,
        "has_real_dates": settings.registry.has_real_dates,
        "index_treatment": settings.registry.index_treatment,
        "arms": settings.registry.arms,
        "study_window_start": window[0],
        "study_window_end": window[1],
        **{key: value for section in sections for key, value in section.model_dump().items()},
        **threshold_variables(rules_in_force(settings.rules)),
    }


def threshold_variables(book: RuleBook) -> dict[str, float]:
    """Return the variables that are thresholds."""
    return {variable: _rule(book, *place).thresholds[threshold] for variable, (*place, threshold) in THRESHOLDS.items()}


def possible_ranges(book: RuleBook) -> list[tuple[str, float, float]]:
    """Return what is possible (measure, low, high) of each laboratory test, and of each number of a visit or a dose."""
    rules = [rule for table in ("labs", "assessments", "drug_administrations") for rule in book.rules("staging", table)]
    return [
        (name.removesuffix("low").rstrip("_") or rule.name.removesuffix(POSSIBLE), low, rule.thresholds[f"{name.removesuffix('low')}high"])
        for rule in rules
        if rule.name.endswith(POSSIBLE)
        for name, low in rule.thresholds.items()
        if name.endswith("low")
    ]


def _rule(book: RuleBook, layer: str, table: str, name: str) -> Rule:
    return next(rule for rule in book.rules(layer, table) if rule.name == name)
