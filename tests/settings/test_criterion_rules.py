"""A rule about a criterion of eligibility follows the study: off with it, held to its limits, and off where it speaks of others."""

import pytest

from pipelines.settings.rules_in_force import all_rules, rules_in_force, wrong_changes
from pipelines.settings.sections import RuleChange
from pipelines.settings.study import Study
from pipelines.warehouse.reference_files import listed_rows
from schemas.examples.settings import STUDY

NO_SEX = {"has_sex": {"off": True, "reason": "the extracts hold no sex"}}
BODIES = {f"{size}_is_{limit}" for size in ("height_cm", "weight_kg", "bsa_m2") for limit in ("possible", "usual")}
OF_GROWN_UP = {"age_years_is_usual", "age_at_diagnosis_years_is_possible", "body_mass_index_is_usual", *BODIES}
RULES = {rule.name: (layer, table) for layer, table, rule in all_rules() if rule.criterion}


def held(eligibility: dict) -> dict[str, dict]:
    """Return the rules about criteria that are in force, by name, with their limits."""
    book = rules_in_force({}, Study.model_validate(STUDY | {"eligibility": eligibility}))
    rules = [rule for place in set(RULES.values()) for rule in book.rules(*place)]
    return {rule.name: {name: rule.thresholds.get(name) for name in ("low", "high")} for rule in rules if rule.criterion}


@pytest.mark.parametrize(
    ("eligibility", "off"),
    [
        ({}, set()),
        (NO_SEX, {"sex_is_present"}),
        ({"has_age": {"off": True, "reason": "r"}}, {"birth_date_is_complete_or_age_at_diagnosis_is_known"}),
        ({"has_hcc": {"off": True, "reason": "r"}}, {"diagnosis_is_hepatocellular_carcinoma"}),
        ({"has_hcc": {"value": ["C220", "C221"]}}, {"diagnosis_is_hepatocellular_carcinoma"}),
        (
            {"is_adult": {"off": True, "reason": "r"}},
            {"treated_patient_is_an_adult_of_a_possible_age", "age_years_is_possible", *OF_GROWN_UP},
        ),
        ({"is_adult": {"value": [17, 110]}}, OF_GROWN_UP),
        ({"is_adult": {"value": [18, 111]}}, OF_GROWN_UP),
        ({"is_adult": {"value": [20, 95]}}, set()),
    ],
)
def test_a_rule_is_off_where_its_criterion_is_or_asks_others(eligibility, off):
    assert RULES.keys() - held(eligibility).keys() == off


def test_a_rule_has_the_limits_of_its_criterion():
    limits = held({"is_adult": {"value": [20, 95]}})
    assert limits["age_years_is_possible"] == {"low": 20, "high": 95}
    assert limits["treated_patient_is_an_adult_of_a_possible_age"] == {"low": 20, "high": 95}
    # a patient of 20 years may have been diagnosed earlier
    assert limits["age_at_diagnosis_years_is_possible"] == {"low": 18, "high": 110}


def test_what_differs_from_the_book_is_said_with_the_reason():
    book = rules_in_force({}, Study.model_validate(STUDY | {"eligibility": {**NO_SEX, "is_adult": {"value": [20, 95]}}}))
    assert {(rule["rule"], rule["reason"]) for rule in book.off_rules() if rule["name"] == "sex_is_present"} == {
        ("CP-001", "the study does not ask has_sex: the extracts hold no sex")
    }
    changed = {(one["name"], one["changed"], one["in_force"], one["reason"]) for one in book.changed_rules()}
    assert ("age_years_is_possible", "thresholds.low", 20.0, "the study says so under eligibility.is_adult") in changed
    assert rules_in_force({}, Study.model_validate(STUDY)).changed_rules() == []


def test_the_limits_of_a_criterion_are_changed_in_the_study_alone():
    said = list(wrong_changes({"age_years_is_possible": RuleChange(thresholds={"low": 20.0}, reason="r")}))
    assert said == ['rules."age_years_is_possible".thresholds.low: is the limit of study.eligibility.is_adult.value; write it there']
    assert list(wrong_changes({"age_years_is_usual": RuleChange(thresholds={"soft_low": 20.0}, reason="r")})) == []


def test_rules_belong_to_listed_criteria():
    listed = {row["criterion"] for row in listed_rows("eligibility_criteria")}
    assert {rule.criterion for _, _, rule in all_rules()} - {""} <= listed
