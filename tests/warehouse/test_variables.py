"""What SQL reads with getvariable(): the thresholds in force reach the SQL that derives by them."""

import pytest

from pipelines.gate.self_test.example_settings import STAGING
from pipelines.settings.rules_in_force import AS_WRITTEN, rules_in_force
from pipelines.settings.sections import RuleChange
from pipelines.warehouse.sql_files import SQL
from pipelines.warehouse.variables import possible_ranges, threshold_variables
from tests.staging_of import open_raw


def changed(**rules):
    return {rule: RuleChange(thresholds=thresholds, reason="drawn") for rule, thresholds in rules.items()}


@pytest.mark.parametrize("variable", threshold_variables(AS_WRITTEN))
def test_every_variable_of_a_threshold_is_read_by_sql(variable):
    assert any(f"getvariable('{variable}')" in path.read_text(encoding="utf-8") for path in SQL.rglob("*.sql"))


def test_a_changed_threshold_is_the_one_that_sql_reads():
    book = rules_in_force(changed(recorded_grade_is_that_of_the_laboratory_results={"ongoing_days": 12.0}))
    assert threshold_variables(book) == threshold_variables(rules_in_force({})) | {"ongoing_event_days": 12.0}


def test_the_possible_ranges_are_those_in_force():
    book = rules_in_force(changed(creat_is_possible={"CREAT_high": 20.0}, weight_kg_is_possible={"low": 40.0}))
    ranges = {measure: (low, high) for measure, low, high in possible_ranges(book)}
    assert (ranges["CREAT"], ranges["weight_kg"], ranges["height_cm"], ranges["bsa_m2"]) == ((0.1, 20), (40, 250), (120, 230), (0.9, 3))


# a weight that cannot be is no body to hold a dose against
@pytest.mark.slow
@pytest.mark.parametrize(("low", "weight"), [(25.0, 39.0), (40.0, None)])
def test_doses_are_held_against_a_body_that_is_possible_by_the_limits_in_force(low, weight):
    settings = STAGING.model_copy(update={"rules": changed(weight_kg_is_possible={"low": low})})
    connection = open_raw({"patients": [{}], "assessments": [{"weight_kg": "39"}], "drug_administrations": [{}]}, settings)
    assert connection.execute("select weight_kg from derived.body_sizes").fetchall() == [(weight,)]  # the height is still known
    connection.close()
