"""Criteria of eligibility as rows: the listed ones below, at and above their limits; a study's own; on and off, in order, unknown."""

import datetime as dt

import pytest

from pipelines.settings.load_settings import load_settings
from pipelines.warehouse.eligibility_facts import known_facts
from schemas.examples.settings import STUDY
from tests.path_run import ROOT
from tests.warehouse_of import build_up_to, day, findings_of, haic_patient, merged, open_drawn, rows_of


def visit(patient, **items):
    return {"assessments": [{"patient_id": patient, "assessment_date": day(-1), **items}]}


def result(patient, test, value, sign="="):
    row = {"patient_id": patient, "test": test, "value_std": value, "value_operator": sign, "collected_date": day(-1)}
    return {"labs": [row | {"collected_at": dt.datetime.combine(day(-1), dt.time(6)), "is_censored": sign != "="}]}


def shifted(patient, first_day):
    """Draw a patient whose treatment began on another day."""
    drawn = haic_patient(patient, last_contact=1000)
    for place, row in enumerate(drawn["drug_administrations"]):
        row["administration_date"] = first_day + dt.timedelta(days=place)
    return drawn


# --- the listed ones, as the paper's study asks them: HCC, treated between 2022-03-01 and 2024-07-31, 18 to 110 years old

LISTED = {  # patient: what is drawn, and the criteria that are not met, in order
    "as all": (haic_patient("as all"), []),
    "a day before the window": (shifted("a day before the window", dt.date(2022, 2, 28)), ["is_in_study_window"]),
    "first day of the window": (shifted("first day of the window", dt.date(2022, 3, 1)), []),
    "last day of the window": (shifted("last day of the window", dt.date(2024, 7, 31)), []),
    "a day after the window": (shifted("a day after the window", dt.date(2024, 8, 1)), ["is_in_study_window"]),
    "17 years": (haic_patient("17 years", birth_date=dt.date(2005, 1, 11)), ["is_adult"]),  # treated on 2023-01-10
    "18 years": (haic_patient("18 years", birth_date=dt.date(2005, 1, 10)), []),
    "110 years": (haic_patient("110 years", birth_date=dt.date(1912, 1, 11)), []),
    "111 years": (haic_patient("111 years", birth_date=dt.date(1912, 1, 10)), ["is_adult"]),
    "no age": (haic_patient("no age", birth_date=None), ["has_age", "is_adult"]),
    "no sex": (haic_patient("no sex", sex=None), ["has_sex"]),
    "another cancer": (haic_patient("another cancer", dx_code="C221"), ["has_hcc"]),
    "no diagnosis": (haic_patient("no diagnosis", dx_code=None), ["has_hcc"]),
    "no sex, another cancer": (haic_patient("no sex, another cancer", dx_code="C221", sex=None), ["has_hcc", "has_sex"]),
}


@pytest.fixture(scope="module")
def listed():
    connection = open_drawn(**merged(*(drawn for drawn, _ in LISTED.values())))
    build_up_to(connection, "attrition", "quarantined_patients")
    yield connection
    connection.close()


@pytest.mark.parametrize("patient", LISTED)
def test_a_listed_criterion_below_at_and_above_its_limits(listed, patient):
    rows = listed.execute(
        "select criterion, reason from cohort.eligibility_criteria where patient_id = ? and not is_passed order by step", [patient]
    ).fetchall()
    assert [criterion for criterion, _ in rows] == LISTED[patient][1]
    first = [criterion for criterion, _ in rows[:1]] or [None]
    assert listed.execute("select failed_criterion, is_eligible from cohort.eligibility where patient_id = ?", [patient]).fetchall() == [
        (*first, not rows)
    ]


def test_every_patient_has_every_criterion_and_who_is_out_has_a_reason_in_words(listed):
    counts = "select patient_id, count(distinct criterion) from cohort.eligibility_criteria group by patient_id"
    assert {count for _, count in listed.execute(counts).fetchall()} == {10}
    assert listed.execute("select count(*) from cohort.eligibility_criteria where is_passed = (reason is not null)").fetchall() == [(0,)]
    reasons = dict(listed.execute("select patient_id, exclusion_reason from cohort.eligibility where not is_eligible").fetchall())
    assert reasons["17 years"] == "age outside 18 to 110 years at the index date"
    assert reasons["a day after the window"] == "index date outside the study window"
    assert all(reasons.values())


def test_the_index_dates_outside_the_window_are_asked_about(listed):
    rows = "select source_row_key from cohort.index_dates where patient_id in ('a day before the window', 'a day after the window')"
    assert findings_of(listed, "index_dates", "PT-004") == sorted(key for (key,) in listed.execute(rows).fetchall())
    assert findings_of(listed, "eligibility_criteria", "PA-001") == ["111 years:is_adult", "17 years:is_adult"]


# --- criteria of a study's own, and the listed ones off or with another value

OWN = {
    **STUDY,
    "eligibility": {
        "has_sex": {"off": True, "reason": "the extracts hold no sex"},
        "is_adult": {"value": [12, 17]},
        "has_hcc": {"value": ["C220", "C221"]},
    },
    "eligibility_criterion": [
        {"name": "ecog", "fact": "ecog", "operator": "<=", "value": 1, "reason": "ECOG over 1", "before": "has_whole_history"},
        {"name": "bilirubin", "fact": "TBIL", "operator": "<=", "value": 2, "reason": "bilirubin over 2 mg/dL", "after": "ecog"},
        {"name": "albi", "fact": "albi", "operator": "in", "value": [1, 2], "reason": "ALBI grade 3", "unknown": "passes"},
        {
            "name": "platelets",
            "fact": "platelets_10e3_ul",
            "operator": ">=",
            "value": 50,
            "reason": "platelets under 50",
            "unknown": "passes",
        },
        {"name": "viral", "fact": "virus", "operator": "=", "value": "viral", "reason": "no viral cause", "unknown": "passes"},
        {"name": "no_spread", "fact": "metastasis", "operator": "!=", "value": True, "reason": "spread", "unknown": "passes"},
        {"name": "stage", "fact": "bclc", "operator": "not_in", "value": ["D"], "reason": "stage D", "unknown": "passes"},
        {"name": "size", "fact": "size", "operator": "<", "value": 10.0, "reason": "10 cm or more", "unknown": "passes"},
        {"name": "afp", "fact": "afp", "operator": ">", "value": 20, "reason": "AFP not over 20", "unknown": "passes"},
    ],
}
FINE = {"ecog": 1, "etiology": "HBV+HCV", "bclc": "C", "largest_tumour_cm": 9.9, "has_metastasis": False}


def child(patient, *results, changes=None, **items):
    bilirubin = [] if any(row["test"] == "TBIL" for one in results for row in one["labs"]) else [result(patient, "TBIL", 2.0)]
    born = {"birth_date": dt.date(2008, 1, 10)} | (changes or {})  # 15 years
    return merged(haic_patient(patient, **born), visit(patient, **{**FINE, **items}), *bilirubin, *results)


ASKED = {  # patient: what differs from one who meets all, and what excludes
    "as all": (child("as all"), None),
    "no sex": (child("no sex", changes={"sex": None}), None),
    "another diagnosis": (child("another diagnosis", changes={"dx_code": "C221"}), None),
    "a third diagnosis": (child("a third diagnosis", changes={"dx_code": "C227"}), "diagnosis is not hepatocellular carcinoma"),
    "grown up": (child("grown up", changes={"birth_date": dt.date(1960, 1, 1)}), "age outside 12 to 17 years at the index date"),
    "ecog 2": (child("ecog 2", ecog=2), "ECOG over 1"),
    "ecog not known": (child("ecog not known", ecog=None), "ECOG performance status unknown"),
    "bilirubin 2.1": (child("bilirubin 2.1", result("bilirubin 2.1", "TBIL", 2.1)), "bilirubin over 2 mg/dL"),
    "bilirubin < 2": (child("bilirubin < 2", result("bilirubin < 2", "TBIL", 2.0, "<")), None),
    "bilirubin > 2": (child("bilirubin > 2", result("bilirubin > 2", "TBIL", 2.0, ">")), "bilirubin over 2 mg/dL"),
    "bilirubin < 5": (child("bilirubin < 5", result("bilirubin < 5", "TBIL", 5.0, "<")), "Total bilirubin unknown"),  # it may be 3
    "ecog 2, bilirubin 3": (child("ecog 2, bilirubin 3", result("ecog 2, bilirubin 3", "TBIL", 3.0), ecog=2), "ECOG over 1"),  # the order
    "albi 2": (child("albi 2", result("albi 2", "ALB", 3.5)), None),  # 0.66 log10 34.2 - 0.085 x 35 = -1.96
    "albi 3": (child("albi 3", result("albi 3", "ALB", 2.0)), "ALBI grade 3"),  # 0.66 log10 34.2 - 0.085 x 20 = -0.69
    "platelets 49": (child("platelets 49", result("platelets 49", "PLT", 49.0)), "platelets under 50"),
    "platelets 50": (child("platelets 50", result("platelets 50", "PLT", 50.0)), None),
    "alcohol": (child("alcohol", etiology="Alcohol"), "no viral cause"),
    "cause not known": (child("cause not known", etiology=None), None),
    "spread": (child("spread", has_metastasis=True), "spread"),
    "stage D": (child("stage D", bclc="D"), "stage D"),
    "10 cm": (child("10 cm", largest_tumour_cm=10.0), "10 cm or more"),
    "AFP 20": (child("AFP 20", result("AFP 20", "AFP", 20.0)), "AFP not over 20"),
    "AFP > 20": (child("AFP > 20", result("AFP > 20", "AFP", 20.0, ">")), None),
}


@pytest.fixture(scope="module")
def own():
    connection = open_drawn(study=OWN, **merged(*(drawn for drawn, _ in ASKED.values())))
    build_up_to(connection, "attrition")
    yield connection
    connection.close()


@pytest.mark.parametrize("patient", ASKED)
def test_a_criterion_of_the_studys_own(own, patient):
    assert own.execute("select exclusion_reason from cohort.eligibility where patient_id = ?", [patient]).fetchall() == [
        (ASKED[patient][1],)
    ]


def test_the_flow_has_the_criteria_in_force_in_their_order_with_their_words(own):
    flow = own.execute("select criterion, description from cohort.attrition order by step").fetchall()
    assert [criterion for criterion, _ in flow] == [
        "has_index_treatment", "has_hcc", "has_study_regimen", "is_in_study_window", "has_age", "is_adult", "ecog", "bilirubin",
        "has_whole_history", "has_arm", "has_follow_up", "albi", "platelets", "viral", "no_spread", "stage", "size", "afp",
    ]  # fmt: skip
    words = dict(flow)
    assert words["is_adult"] == "age 12 to 17 years at the index date"
    assert (words["ecog"], words["albi"]) == ("ECOG performance status at most 1", "ALBI grade 1 or 2")
    assert (words["bilirubin"], words["viral"]) == ("Total bilirubin at most 2 mg/dL", "Viral hepatitis: viral")
    left = own.execute("select remaining_count from cohort.attrition order by step desc limit 1").fetchall()
    assert left == [(sum(reason is None for _, reason in ASKED.values()),)]


def test_a_criterion_that_is_off_keeps_its_reason(own):
    off = own.execute("select criterion, off_reason, step from reference.study_eligibility_criteria where not is_in_force").fetchall()
    assert off == [("has_sex", "the extracts hold no sex", None)]
    assert "has_sex" not in {criterion for (criterion,) in rows_of(own, "eligibility_criteria", "criterion")}


def test_the_papers_study_asks_all_criteria():
    assert load_settings(ROOT / "registry.toml").study.eligibility == {}


def test_a_fact_is_known_by_its_variable_its_column_and_its_test():
    facts = known_facts()
    assert facts["albi"] == facts["albi"] and facts["albi"].name == facts["albi_grade"].name == "albi_grade"
    assert {"TBIL", "PLT", "ecog", "has_metastasis", "index_date"} <= facts.keys()
