"""Every rule whose findings may say something of the whole drop says from which share on; the others say why they do not."""

import pytest

from pipelines.settings.rules_in_force import all_rules

# The share above which the findings of a rule are more than slips: % of what, by the catalogue of rules.
SHARES = {
    "CV-007": (1, "rows"),
    "CV-009": (2, "rows"),
    "CV-013": (5, "rows"),
    "CV-014": (2, "rows"),
    "CV-016": (3, "rows"),
    "CV-025": (1, "rows"),
    "CR-001": (0.5, "rows"),
    "CR-002": (2, "rows"),
    "CR-003": (5, "rows"),
    "CC-001": (5, "rows"),  # cycles
    "CC-006": (5, "rows"),  # reads
    "CP-001": (2, "patients"),
    "CP-002": (5, "patients"),
    "CP-005": (5, "patients"),
    "CP-006": (10, "patients"),
    "CP-008": (10, "rows"),  # exams
    "CP-013": (10, "rows"),  # cycles
    "PA-014": (1, "rows"),
    "PT-001": (0.5, "rows"),
    "PT-006": (10, "patients"),
    "PT-010": (15, "patients"),
    "TX-001": (10, "rows"),  # infusions
    "TX-002": (10, "rows"),
    "TX-004": (20, "rows"),  # intervals
    "TX-013": (5, "patients"),
    "MR-001": (5, "rows"),  # targets
    "MR-007": (10, "rows"),  # reads
    "MR-008": (5, "rows"),
    "MR-015": (20, "patients"),
    "IR-002": (40, "rows"),  # exams
}
# Rules of these numbers that hold the share by themselves, or speak of something else than the share counts.
OTHERWISE = {
    "dose_of_one_day_is_possible": "an impossible dose is quarantined; the share is of doses that are possible and not as planned",
    "dose_of_several_days_is_possible": "an impossible dose is quarantined; the share is of doses that are possible and not as planned",
    "drug_that_is_planned_once_is_given_once_in_a_cycle": "is about the days of a drug; the share is of doses",
    "covariate_is_known_of_most_patients": "is about a whole variable, and has its own share",
}
# Numbers of the catalogue whose share is a rule of its own, with thresholds.
OWN_RULE = {
    "CP-004": ("baseline_test_is_known_of_most_patients", {"above_pct": 10}),
    "CP-011": ("source_sends_the_limits_that_grades_need", {"share_pct": 20}),
    "CP-015": ("column_is_not_blank_or_filled_all_at_once", {"points": 25}),
    "CP-016": ("nearly_all_patients_of_the_last_release_are_still_sent", {"above_pct": 1}),
    "IR-006": ("readers_agree_better_than_chance", {"stop_kappa": 0.20, "stop_exams": 20}),
}


@pytest.mark.parametrize("number", SHARES)
def test_a_rule_escalates_from_its_share_on(number: str):
    held = [rule for _, _, rule in all_rules() if rule.id == number and rule.name not in OTHERWISE]
    assert held
    for rule in held:
        assert rule.escalation, rule.name
        assert (rule.escalation.above_pct, rule.escalation.of, rule.escalation.level) == (*SHARES[number], "flag"), rule.name


@pytest.mark.parametrize("number", OWN_RULE)
def test_a_share_is_a_rule_of_its_own(number: str):
    name, thresholds = OWN_RULE[number]
    (rule,) = [rule for _, _, rule in all_rules() if (rule.id, rule.name) == (number, name)]
    assert thresholds.items() <= rule.thresholds.items()


def test_no_other_rule_escalates_and_no_reason_is_left_over():
    names = {rule.name for _, _, rule in all_rules()}
    assert not OTHERWISE.keys() - names
    assert not {rule.id for _, _, rule in all_rules() if rule.escalation} - SHARES.keys()
