"""Baseline: the nearest value in its window, with its day."""

import datetime as dt

import pytest

from tests.warehouse_of import both, build, build_up_to, day, findings_of, haic_patient, merged, open_drawn, reads, rows_of


def lab(patient, offset, value, *, test="AST", hour=6, **more):
    return {
        "patient_id": patient,
        "test": test,
        "value_std": value,
        "value_operator": "=",
        "collected_date": day(offset),
        "collected_at": dt.datetime.combine(day(offset), dt.time(hour)),
        **more,
    }


def visit(patient, offset, **more):
    return {"patient_id": patient, "assessment_date": day(offset), **more}


LABS = {
    # patient: (drawn results, the one that is taken)
    "before the window": ([("A", -29, 10.0)], None),
    "on its first day": ([("A", -28, 11.0)], (11.0, -28)),
    "on the index day": ([("A", -28, 11.0), ("A", 0, 12.0)], (12.0, 0)),
    "after the index day": ([("A", 1, 13.0)], None),
    "nearest before": ([("A", -9, 14.0), ("A", -2, 15.0), ("A", 1, 16.0)], (15.0, -2)),
}


@pytest.fixture(scope="module")
def connection():
    drawn = merged(*(haic_patient(patient) for patient in [*LABS, "times", "ties", "censored", "no number"]))
    drawn["labs"] = [lab(patient, offset, value) for patient, (results, _) in LABS.items() for _, offset, value in results]
    drawn["labs"] += [
        lab("times", 0, 20.0, hour=18),
        lab("times", 0, 21.0, hour=6),  # on the index day the first specimen: treatment starts that day
        lab("times", -3, 22.0, test="ALT", hour=6),
        lab("times", -3, 23.0, test="ALT", hour=18),  # on an earlier day the last
        lab("ties", -1, 31.0, row_key="b"),
        lab("ties", -1, 30.0, row_key="a"),  # same time: the row key, made of the content, decides
        lab("censored", -1, 60500.0, test="AFP", value_operator=">", is_censored=True),
        lab("censored", -1, 4.0, test="ALB"),
        lab("censored", -1, 1.0, test="TBIL"),
        lab("no number", -1, None),
        lab("no number", -5, 40.0),
    ]
    drawn["assessments"] = [
        visit("times", -29, ecog=2, ecog_band="1-2"),
        visit("ties", -28, bclc="C", child_pugh_class="A", ecog_band="0", has_metastasis=True, has_portal_vein_invasion=False),
        visit("censored", -20, bclc="A", ecog_band="1-2"),
        visit("censored", -2, bclc="B", child_pugh_score=7, ecog_band="0", ascites="mild", encephalopathy="none"),
        visit("censored", 1, bclc="D"),
    ]
    connection = open_drawn(**drawn)
    build(connection)
    yield connection
    connection.close()


@pytest.mark.parametrize("patient", LABS)
def test_lab_in_its_window(connection, patient):
    found = connection.execute(
        "select value_std, collected_date from cohort.baseline_labs where patient_id = ? and test = 'AST'", [patient]
    ).fetchall()
    expected = LABS[patient][1]
    assert found == ([] if expected is None else [(expected[0], day(expected[1]))])


@pytest.mark.parametrize(
    ("patient", "test", "value"), [("times", "AST", 21.0), ("times", "ALT", 23.0), ("ties", "AST", 30.0), ("no number", "AST", 40.0)]
)
def test_lab_of_its_day(connection, patient, test, value):
    query = "select value_std from cohort.baseline_labs where patient_id = ? and test = ?"
    assert connection.execute(query, [patient, test]).fetchall() == [(value,)]


def test_censored_afp_keeps_its_operator_and_tells_what_it_can(connection):
    query = "select afp_operator, afp_ng_ml, is_afp_above_400 from cohort.patients where patient_id = 'censored'"
    assert connection.execute(query).fetchall() == [(">", 60500.0, True)]


def test_visit_in_its_window(connection):
    assert rows_of(connection, "baseline_assessments", "patient_id", "bclc", "assessment_date") == [
        ("censored", "B", day(-2)),
        ("ties", "C", day(-28)),
    ]


def test_scores_of_a_patient(connection):
    query = (
        "select child_pugh_class, child_pugh_score, derived_child_pugh_score, albi_grade, age_years, bclc_group "
        "from cohort.patients where patient_id = 'censored'"
    )
    # score 7 is class B; no INR, so nothing is derived; ALBI of 1.0 mg/dL and 4.0 g/dL is -2.586, grade 2; 63 the day after the index
    assert connection.execute(query).fetchall() == [("B", 7, None, 2, 62, "B")]


def test_missing_tests_are_asked_for_where_the_source_sends_them(connection):
    missing = findings_of(connection, "baseline_lab_tests", "CP-004")
    assert "times:AST" not in missing  # has one
    assert "times:AFP" in missing  # others have AFP
    assert "times:INR" not in missing  # nobody has INR: one finding for the table, by Great Expectations
    assert "before the window:AST" in missing


def test_bclc_is_asked_about_only_where_it_contradicts_the_visit(connection):
    # C with metastasis is fine; B with ECOG 0, unknown vessels and spread, and Child-Pugh B cannot be judged
    assert findings_of(connection, "baseline_characteristics", "PA-019") == []
    connection.execute("update cohort.baseline_characteristics set is_bclc_consistent = false where patient_id = 'ties'")
    (key,) = connection.execute("select row_key from accepted.assessments where patient_id = 'ties'").fetchall()[0]
    assert findings_of(connection, "baseline_characteristics", "PA-019") == [key]


def test_a_window_beyond_the_index_day_offers_later_values_last():
    drawn = merged(haic_patient("P1"), haic_patient("P2"))
    drawn["labs"] = [lab("P1", 1, 50.0), lab("P1", -20, 51.0), lab("P2", 2, 52.0), lab("P2", 3, 53.0), lab("P2", 4, 54.0)]
    connection = open_drawn(settings={"labs_window_after_days": 3}, **drawn)
    build(connection, "treatment_rows", "index_dates", "baseline_labs")
    assert rows_of(connection, "baseline_labs", "patient_id", "value_std") == [("P1", 51.0), ("P2", 52.0)]


def test_baseline_exam_in_its_window():
    days = {"a day too early": -43, "on the first day": -42, "on the last day": 3, "a day too late": 4}
    connection = open_drawn(**merged(*(merged(haic_patient(name), reads(name, (offset, 0, both(None)))) for name, offset in days.items())))
    build_up_to(connection, "patients")
    assert findings_of(connection, "patients", "CP-006") == ["a day too early", "a day too late"]


def test_age_without_a_date_of_birth():
    connection = open_drawn(
        **merged(
            haic_patient("P1", birth_date=None, age_at_diagnosis_years=70.0, hcc_dx_date=day(-366)),  # a year and a day before
            haic_patient("P2", birth_date=None, age_at_diagnosis_years=70.0),
            haic_patient("P3", birth_date=None),
        )
    )
    build_up_to(connection, "eligibility")
    assert rows_of(connection, "eligibility", "patient_id", "age_years", "is_eligible") == [
        ("P1", 71, True),
        ("P2", 70, True),
        ("P3", None, False),
    ]
