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


def aged_70(patient_id, first_day, last_day):
    """Return a patient of 70 years at a diagnosis between two days, and of unknown birth."""
    return haic_patient(patient_id, birth_date=None, age_at_diagnosis_years=70.0, hcc_dx_from=first_day, hcc_dx_until=last_day)


def test_age_without_a_date_of_birth():
    connection = open_drawn(
        **merged(
            aged_70("P1", day(-366), day(-366)),  # a year and a day before
            haic_patient("P2", birth_date=None, age_at_diagnosis_years=70.0),
            haic_patient("P3", birth_date=None),
            aged_70("P4", day(-380), day(-350)),  # the middle of the month is a year before, its last day is not
            aged_70("P5", day(-379), day(-349)),
        )
    )
    build_up_to(connection, "eligibility")
    assert rows_of(connection, "eligibility", "patient_id", "age_years", "is_eligible") == [
        ("P1", 71, True),
        ("P2", 70, True),
        ("P3", None, False),
        ("P4", 71, True),
        ("P5", 70, True),
    ]


def test_a_result_beyond_its_limit_is_above_a_cut_at_the_limit():
    written = {"AFP": {"A": ">", "B": "=", "C": "<"}, "PIVKA": {"A": "=", "B": ">", "C": "<"}}  # all are 400, the cut of both
    drawn = merged(*(haic_patient(patient) for patient in "ABC"))
    drawn["labs"] = [
        lab(patient, -1, 400.0, test=test, value_operator=operator, is_censored=operator != "=")
        for test, operators in written.items()
        for patient, operator in operators.items()
    ]
    connection = open_drawn(**drawn)
    build_up_to(connection, "baseline_levels")
    levels = rows_of(connection, "baseline_levels", "variable", "patient_id", "level")
    assert sorted(level for level in levels if level[0] in ("afp_over_400", "pivka_over_400")) == [
        ("afp_over_400", "A", "true"),
        ("afp_over_400", "B", "false"),
        ("afp_over_400", "C", "false"),
        ("pivka_over_400", "A", "false"),
        ("pivka_over_400", "B", "true"),
        ("pivka_over_400", "C", "false"),
    ]


def drug(patient, offset, name, **more):
    return {"patient_id": patient, "drug": name, "administration_date": day(offset), "dose_mg": 1.0, "route": "ORAL", **more}


def procedure(patient, offset, name):
    return {"patient_id": patient, "procedure": name, "procedure_date": day(offset)}


def test_what_follows_from_the_visit_the_labs_and_the_treatments_before():
    """ALBI of 1.0 mg/dL and albumin: 0.66 log10(17.104) - 0.85 x albumin in g/dL = 0.8138 - 0.85 x albumin."""
    drawn = merged(*(haic_patient(patient) for patient in "ABCDE"))
    albumin = {"A": 4.1, "B": 3.7, "C": 3.6, "D": 2.5}  # -2.671, -2.331, -2.246, -1.311
    drawn["labs"] = [lab(patient, -1, value, test="ALB") for patient, value in albumin.items()]
    drawn["labs"] += [lab(patient, -1, 1.0, test="TBIL") for patient in albumin]
    drawn["assessments"] = [
        visit("A", -1, largest_tumour_cm=5.0, tumour_count=2, tumour_number="multiple", vp_grade=0, has_portal_vein_invasion=False),
        visit("B", -1, largest_tumour_cm=5.1, tumour_count=2, tumour_number="multiple", vp_grade=3, has_portal_vein_invasion=True),
        visit("C", -1, largest_tumour_cm=6.0, tumour_number="single", has_portal_vein_invasion=True),  # said in words: one
        visit("D", -1, largest_tumour_cm=2.0, tumour_number="multiple"),  # how many is not known
    ]
    drawn["procedures"] = [procedure("A", -30, "TACE"), procedure("B", 0, "TACE"), procedure("C", -90, "SURGERY")]
    drawn["drug_administrations"] += [drug("B", -1, "SORAFENIB"), drug("C", 1, "SORAFENIB")]
    connection = open_drawn(**drawn)
    build_up_to(connection, "baseline_characteristics", "baseline_levels")
    columns = ("malbi_grade", "is_within_up_to_seven", "vp_grade", "has_prior_locoregional", "has_prior_systemic")
    assert rows_of(connection, "baseline_characteristics", "patient_id", *columns) == [
        ("A", "1", True, 0, True, False),
        ("B", "2a", False, 3, False, True),  # TACE on the index day is not before it
        ("C", "2b", True, None, False, False),  # an operation is neither; invasion of a grade that is not written
        ("D", "3", None, None, False, False),
        ("E", None, None, None, False, False),
    ]
    levels = {
        (patient, variable): level for patient, variable, level in rows_of(connection, "baseline_levels", "patient_id", "variable", "level")
    }
    assert {key: level for key, level in levels.items() if key[1] in ("malbi", "vp")} == {
        ("A", "malbi"): "1",
        ("B", "malbi"): "2a",
        ("C", "malbi"): "2b",
        ("D", "malbi"): "3",
        ("A", "vp"): "0",
        ("B", "vp"): "3",
    }


PANEL = {  # test -> its column and the one of its day; each is drawn on a day of its own, HGB has no column
    "AST": ("ast_u_l", "ast_date"),
    "ALT": ("alt_u_l", "alt_date"),
    "TBIL": ("total_bilirubin_mg_dl", "total_bilirubin_date"),
    "ALB": ("albumin_g_dl", "albumin_date"),
    "INR": ("inr", "inr_date"),
    "PLT": ("platelets_10e3_ul", "platelets_date"),
    "CREAT": ("creatinine_mg_dl", "creatinine_date"),
    "AFP": ("afp_ng_ml", "afp_date"),
}


def test_each_result_of_a_patient_stands_with_its_own_day():
    drawn = haic_patient("P1")
    drawn["labs"] = [lab("P1", -place, 10.0 + place, test=test) for place, test in enumerate([*PANEL, "HGB"])]
    drawn["labs"][list(PANEL).index("AFP")]["value_operator"] = "<"
    connection = open_drawn(**drawn)
    build(connection, "treatment_rows", "index_dates", "baseline_labs", "baseline_lab_panels")
    for place, columns in enumerate(PANEL.values()):
        assert rows_of(connection, "baseline_lab_panels", *columns) == [(10.0 + place, day(-place))], columns
    assert rows_of(connection, "baseline_lab_panels", "afp_operator") == [("<",)]


RECORDED = {  # what the visit records of Child-Pugh (class, score) -> class and score at baseline, where the five items make 5, class A,
    # and whether the class is derived
    "nothing": ((None, None), ("A", 5), True),
    "class": (("B", None), ("B", None), False),
    "score": ((None, 7), ("B", 7), True),
    "both": (("B", 8), ("B", 8), False),
}
AFP = {  # value and operator -> whether it is above 400 ng/mL
    "399": (399.0, "=", False),
    "400": (400.0, "=", False),
    "401": (401.0, "=", True),
    "over 399": (399.0, ">", None),
    "over 400": (400.0, ">", True),
    "under 400": (400.0, "<", False),
    "under 401": (401.0, "<", None),
}


def test_what_is_derived_where_the_site_records_none_and_what_a_censored_afp_tells():
    drawn = merged(*map(haic_patient, [*RECORDED, *AFP]))
    items = {"TBIL": 1.0, "ALB": 4.0, "INR": 1.0}
    drawn["labs"] = [lab(patient, -1, value, test=test) for patient in RECORDED for test, value in items.items()]
    drawn["labs"] += [lab(patient, -1, value, test="AFP", value_operator=operator) for patient, (value, operator, _) in AFP.items()]
    drawn["assessments"] = [
        visit(patient, -1, child_pugh_class=level, child_pugh_score=score, ascites="none", encephalopathy="none")
        for patient, ((level, score), *_) in RECORDED.items()
    ]
    connection = open_drawn(**drawn)
    build_up_to(connection, "baseline_characteristics")
    columns = ("child_pugh_class", "child_pugh_score", "is_child_pugh_class_derived", "derived_child_pugh_score", "is_afp_above_400")
    found = {patient: values for patient, *values in rows_of(connection, "baseline_characteristics", "patient_id", *columns)}
    assert {patient: found[patient] for patient in RECORDED} == {
        patient: [*taken, is_derived, 5, None] for patient, (_, taken, is_derived) in RECORDED.items()
    }
    assert {patient: found[patient][-1] for patient in AFP} == {patient: is_above for patient, (_, _, is_above) in AFP.items()}


@pytest.mark.parametrize(("cutoff", "value"), [(None, 52.0), (2, 52.0), (1, None)])
def test_the_baseline_ends_with_the_data_cut_off(cutoff, value):
    drawn = haic_patient("P1") | {"labs": [lab("P1", 2, 52.0)], "assessments": [visit("P1", 2, bclc="C")]}
    settings = {"labs_window_after_days": 3, "assessment_window_after_days": 3, "data_cutoff": None if cutoff is None else day(cutoff)}
    connection = open_drawn(settings=settings, **drawn)
    build(connection, "treatment_rows", "index_dates", "baseline_labs", "baseline_assessments")
    assert rows_of(connection, "baseline_labs", "value_std") == ([] if value is None else [(value,)])
    assert rows_of(connection, "baseline_assessments", "bclc") == ([] if value is None else [("C",)])
