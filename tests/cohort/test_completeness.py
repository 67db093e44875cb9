"""What is derived for the rules of completeness and plausibility: Child-Pugh scores, first treatments, counts, medians, follow-up."""

import datetime as dt

import pytest

from tests.warehouse_of import both, build, build_up_to, day, findings_of, haic_patient, merged, open_drawn, put, reads, rows_of


def lab(patient, offset, test, value, **more):
    row = {"patient_id": patient, "test": test, "value_std": value, "value_operator": "=", "is_censored": False, **more}
    return {**row, "collected_date": day(offset), "collected_at": dt.datetime.combine(day(offset), dt.time(6))}


def visit(patient, offset, score=None, letter=None, **more):
    items = {"ascites": "none", "encephalopathy": "none"}
    return {"patient_id": patient, "assessment_date": day(offset), "child_pugh_score": score, "child_pugh_class": letter, **items, **more}


def panel(patient, offset, bilirubin=2.5, albumin=3.9, inr=1.1):
    return [lab(patient, offset, test, value) for test, value in (("TBIL", bilirubin), ("ALB", albumin), ("INR", inr))]


SCORES = {  # patient: (visit, results, derived score, days between the two)
    # bilirubin 2.5 is 2 points, all others 1
    "same day": (visit("same day", -1, 6), panel("same day", -1), 6, 0),
    # the nearest; of two as near the one before: 1.0 mg/dL is 1 point
    "before rather than after": (
        visit("before rather than after", -5, 6),
        [*panel("before rather than after", -7, bilirubin=1.0), *panel("before rather than after", -3)],
        5,
        2,
    ),
    # all limits belong to the middle: 2.0, 2.8 and 1.7 are 2 points each, mild ascites 2, grade 3-4 3
    "limits": (
        visit("limits", 0, letter="C", ascites="mild", encephalopathy="3-4"),
        panel("limits", 0, bilirubin=2.0, albumin=2.8, inr=1.7),
        11,
        0,
    ),
    "no INR": (visit("no INR", 0, 6), panel("no INR", 0)[:2], None, 0),
    "only a limit": (
        visit("only a limit", 0, 6),
        [*panel("only a limit", 0)[:2], lab("only a limit", 0, "INR", 1.0, value_operator="<", is_censored=True)],
        None,
        0,
    ),
    "no ascites": (visit("no ascites", 0, 6, ascites=None), panel("no ascites", 0), None, 0),
    "no results": (visit("no results", 0, 6), [], None, None),
}


def test_child_pugh_score_of_the_nearest_results():
    drawn = merged(*({"assessments": [visit_], "labs": labs} for visit_, labs, _, _ in SCORES.values()))
    drawn["assessments"].append({"patient_id": "nothing recorded", "assessment_date": day(0)})
    connection = open_drawn(**drawn)
    build_up_to(connection, "child_pugh_scores")
    query = "select patient_id, derived_score, lab_distance_days from cohort.child_pugh_scores"
    found = {patient: answer for patient, *answer in connection.execute(query).fetchall()}
    assert found == {patient: [score, distance] for patient, (_, _, score, distance) in SCORES.items()}


FIRST_TREATED = ("port", "tace", "drug", "exam", "baseline exam", "none")


def test_first_treatment_of_any_kind():
    drawn = merged(
        *({"patients": [{"patient_id": patient, "hcc_dx_from": day(0)}]} for patient in FIRST_TREATED),
        {"procedures": [{"patient_id": "port", "procedure": "PORT", "procedure_date": day(-9)}]},
        {"procedures": [{"patient_id": "tace", "procedure": "TACE", "procedure_date": day(-1)}]},
        {"drug_administrations": [{"patient_id": "drug", "drug": "LEUCOVORIN", "administration_date": day(-5)}]},
        {"drug_administrations": [{"patient_id": "drug", "drug": "SORAFENIB", "administration_date": day(0)}]},
        {"procedures": [{"patient_id": "exam", "procedure": "TACE", "procedure_date": day(-60)}]},
        reads("exam", (-3, 1, both("PR"))),
        {"procedures": [{"patient_id": "baseline exam", "procedure": "TACE", "procedure_date": day(-60)}]},
        reads("baseline exam", (-3, 0, both(None))),  # may lie before the diagnosis
    )
    connection = open_drawn(**drawn)
    build_up_to(connection, "first_treatments")
    assert rows_of(connection, "first_treatments", "patient_id", "first_treatment_date") == [
        ("baseline exam", day(-60)),
        ("drug", day(0)),
        ("exam", day(-60)),
        ("tace", day(-1)),
    ]
    assert findings_of(connection, "first_treatments", "PT-003") == ["baseline exam", "tace"]
    connection.execute("set variable has_real_dates = false")
    assert findings_of(connection, "first_treatments", "PT-003") == []


def test_nobody_leaves_for_want_of_follow_up_in_silence():
    names = ("followed", "never followed", "quarantined contact", "no cancer")
    drawn = merged(*(haic_patient(name, **({"dx_code": "C221"} if name == "no cancer" else {})) for name in names))
    drawn["follow_up"] = [row for row in drawn["follow_up"] if row["patient_id"] == "followed"]
    connection = open_drawn(**drawn)
    connection.execute(
        "insert into reference.quarantined_rows (table_name, row_key, patient_id) values ('follow_up', 'k', 'quarantined contact')"
    )
    build_up_to(connection, "eligibility")
    assert findings_of(connection, "eligibility_criteria", "CP-002") == ["never followed:has_follow_up"]


@pytest.mark.parametrize(("offset", "is_eligible"), [(100, True), (101, False)])
def test_a_patient_with_a_drug_after_the_death_waits(offset, is_eligible):
    connection = open_drawn(**haic_patient("P1", death=100))
    connection.execute(
        "insert into reference.quarantined_rows (table_name, row_key, patient_id, event_date) "
        "values ('drug_administrations', 'k', 'P1', ?)",
        [day(offset)],
    )
    build_up_to(connection, "eligibility")
    assert rows_of(connection, "eligibility", "is_eligible") == [(is_eligible,)]


MARKERS = {  # patient: cause, marker and its results, whether it is asked about
    "negative": ("HBV", "HBSAG", [0.0, 0.0], True),
    "once positive": ("HBV", "HBSAG", [1.0, 0.0], False),
    "not sent": ("HBV", "ANTI_HCV", [0.0], False),
    "hepatitis C": ("HCV", "ANTI_HCV", [0.02], True),
    "alcohol": ("Alcohol", "HBSAG", [0.0], False),
}


def test_a_viral_cause_has_a_positive_marker():
    labs = [
        {"patient_id": patient, "test": test, "value_std": value} for patient, (_, test, values, _) in MARKERS.items() for value in values
    ]
    connection = open_drawn(labs=labs)
    drawn = [{"patient_id": patient, "etiology": cause, "assessment_row_key": patient} for patient, (cause, _, _, _) in MARKERS.items()]
    put(connection, "baseline_characteristics", drawn)
    put(connection, "eligibility", [{"patient_id": patient, "is_eligible": True} for patient in MARKERS])
    expected = sorted(patient for patient, (_, _, _, asked) in MARKERS.items() if asked)
    assert findings_of(connection, "baseline_characteristics", "PA-020") == expected


def survivors(*times: tuple[int, bool], arm="first_line"):
    return [{"arm": arm, "os_days": days, "os_event": died, "pfs_days": days, "pfs_event": died} for days, died in times]


@pytest.mark.parametrize(
    ("times", "median"),
    [
        (((10, True), (20, True), (30, True), (40, True)), 20),  # 3/4, 1/2 on day 20
        (((10, True), (15, False), (20, True), (30, True)), 20),  # 3/4, then 3/4 x 1/2 = 3/8
        (((10, False), (20, True), (30, False)), 20),  # 1/2
        (((10, True), (20, False), (30, False)), None),  # 2/3 and no further
        (((10, True),), 10),  # 0
        (((10, True), (10, True), (10, False), (30, False)), 10),  # 1 - 2/4: a patient censored on the day is still at risk
    ],
)
def test_median_by_kaplan_and_meier(times, median):
    connection = open_drawn()
    put(connection, "patients", survivors(*times))
    build(connection, "median_times")
    events = sum(died for _, died in times)
    row = ("first_line", "OS", len(times), events, median)
    assert rows_of(connection, "median_times", "arm", "parameter", "patient_count", "event_count", "median_days")[0] == row


MEASURED = (
    "age_years",
    "largest_tumour_cm",
    "ast_u_l",
    "alt_u_l",
    "total_bilirubin_mg_dl",
    "albumin_g_dl",
    "inr",
    "platelets_10e3_ul",
    "creatinine_mg_dl",
    "afp_ng_ml",
)


def test_category_counts_add_up_to_the_eligible_patients():
    connection = open_drawn()
    people = [("A", "first_line", "M", 45.0), ("B", "first_line", "F", None), ("C", "post_ate_beva", None, 61.0)]
    drawn = [{"patient_id": name, "arm": arm, "sex": sex, **dict.fromkeys(MEASURED, value)} for name, arm, sex, value in people]
    put(connection, "patients", drawn)
    put(connection, "eligibility", [{"patient_id": name, "arm": arm, "is_eligible": True} for name, arm, _, _ in people])
    build(connection, "category_counts")
    query = "select arm, category, patient_count, arm_count from cohort.category_counts where variable = ? order by all"
    assert connection.execute(query, ["sex"]).fetchall() == [
        ("all", "F", 1, 3),
        ("all", "M", 1, 3),
        ("all", "Missing", 1, 3),
        ("first_line", "F", 1, 2),
        ("first_line", "M", 1, 2),
        ("post_ate_beva", "Missing", 1, 1),
    ]
    for variable in MEASURED:
        assert connection.execute(query, [variable]).fetchall()[:2] == [("all", "Missing", 1, 3), ("all", "known", 2, 3)], variable
    assert findings_of(connection, "category_counts", "CC-011") == []
    connection.execute("delete from cohort.eligibility where patient_id = 'B'")
    build(connection, "category_counts")
    assert len(findings_of(connection, "category_counts", "CC-011")) > 20, "every variable of the first line and of all"
