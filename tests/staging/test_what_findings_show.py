"""The arithmetic behind a finding says what a person at the hospital needs to decide."""

import pytest

from pipelines.warehouse.table_files import table_rules
from tests.staging_of import open_raw

BILIRUBIN = {"test": "TBIL", "value": "0.8", "unit": "mg/dL", "collected_at": "2023-01-09 06:10"}
DEAD = {"vital_status": "DEAD", "last_contact_date": "2023-09-30", "death_date": "2023-09-30"}
DRAWN = {
    "labs": [
        {"patient_id": "P1", **BILIRUBIN},
        {"patient_id": "P1", **BILIRUBIN, "value": "8.0"},
        {"patient_id": "P2", **BILIRUBIN, "value": "8.0"},
        {"patient_id": "P2", **BILIRUBIN},
        {"patient_id": "P3", **BILIRUBIN},
        {"patient_id": "P3", **BILIRUBIN, "value": "8.0", "collected_at": "2023-01-09 06:11"},
    ],
    "follow_up": [
        {"patient_id": "P1", **DEAD},
        {"patient_id": "P1", **DEAD, "last_contact_date": "2023-10-02", "death_date": "2023-10-02"},
        {"patient_id": "P2", **DEAD, "last_contact_date": "2023-10-05"},
        {"patient_id": "P3", **DEAD, "death_date": "2023-10"},
    ],
}


@pytest.mark.parametrize(("choice", "rules"), [("middle", ["CP-022"]), ("ask", ["CP-003"])])
def test_a_death_known_to_the_month_is_given_a_day_or_waits_as_the_settings_say(drawn, choice, rules):
    drawn.execute(f"set variable month_of_death = '{choice}'")
    found = [
        rule.id
        for rule in table_rules("staging", "follow_up")
        if rule.id in ("CP-003", "CP-022")
        and drawn.sql(f"select count(*) from staging.follow_up where patient_id = 'P3' and {rule.where}").fetchall() == [(1,)]
    ]
    assert found == rules


IN_PART = {  # born on 1955-03-02; diagnosis and age at it as sent -> the rules that speak of them
    "66 on the first of the month, 67 on its last day": ("2022-03", "65", ["CP-027"]),
    "65 and 66, a year off the last day": ("2021-03", "67", ["CP-027"]),
    "63 and 64, two years off the first day": ("2019-03", "61", ["CC-005", "CP-027"]),
    "61 and 62, two years off the last day": ("2017-03", "64", ["CC-005", "CP-027"]),
    "the year of the extract": ("2024", None, ["CP-027"]),
    "in the month after the extract": ("2025-01", None, ["CP-027", "PT-001"]),
    "in the month of the birth": ("1955-03", None, ["CP-027"]),
    "in the month before the birth": ("1955-02", None, ["CP-027", "PT-002"]),
    "the last day of a month": ("2020-06-30", None, []),
    "the month after it": ("2020-07", None, ["CP-027"]),
    "a day of a month": ("2018-09-30", None, ["CR-011"]),
    "that month": ("2018-09", None, ["CP-027", "CR-011"]),
    "that year, which says too little": ("2018", None, ["CP-027"]),
}


def test_a_diagnosis_known_in_part_is_held_against_what_it_surely_contradicts():
    """admiral imputes such a date and flags it (*DTF); here nothing is imputed: a rule speaks where no day of it fits."""
    drawn = [
        {"patient_id": name, "birth_date": "1955-03-02", "hcc_dx_date": diagnosed, "age_at_diagnosis_years": age}
        for name, (diagnosed, age, _) in IN_PART.items()
    ]
    found = {name: [] for name in IN_PART}
    with open_raw({"patients": drawn}) as connection:
        for rule in table_rules("staging", "patients"):
            if rule.id in ("CC-005", "CR-011", "PT-001", "PT-002", "CP-027") and (rule.where or rule.query):
                for name in {name for name, _ in shown(connection, "patients", rule)}:
                    found[name].append(rule.id)
    assert {name: sorted(rules) for name, rules in found.items()} == {name: rules for name, (*_, rules) in IN_PART.items()}


@pytest.fixture(scope="module")
def drawn():
    with open_raw(DRAWN) as connection:
        yield connection


def shown(connection, table, rule):
    """Return what the finding of a rule, or of the first of a number, shows of each row that it finds, by patient."""
    if isinstance(rule, str):
        rule = next(each for each in table_rules("staging", table) if each.id == rule)
    source = f"staging.{table}"
    found = f"select row_key from {source} where {rule.filled(rule.where)}" if rule.where else rule.query.replace("{batch}", source)
    broken = f"(select * from {source} where row_key in ({found}))"
    return connection.execute(f"select patient_id, {rule.shows or 'null'} from {broken} order by row_key").fetchall()


def test_of_two_results_of_one_minute_the_finding_says_which_counts(drawn):
    # the row key decides, which is drawn in the order of the rows
    counts = {"P1": "0.8", "P2": "8.0"}
    said = {name: f"0.8 and 8.0 mg/dl at one time; {value} counts, if the day is that of the baseline" for name, value in counts.items()}
    assert shown(drawn, "labs", "CR-003") == [(name, said[name]) for name in ("P1", "P1", "P2", "P2")]


def test_of_two_days_of_death_the_finding_says_how_far_they_are_apart(drawn):
    said = "dates of death 2023-09-30 and 2023-10-02, 2 days apart"
    assert shown(drawn, "follow_up", "PT-007") == [("P1", said), ("P1", said), ("P2", None)]  # P2 was seen after death: the cells say all
