"""Laboratory grades: each result by its baseline and limits, the worst of each cycle, and the adverse events beside them."""

from tests.warehouse_of import build_again, build_up_to, day, findings_of, open_drawn, rows_of

TABLES = ("lab_toxicities", "graded_tests", "laboratory_adverse_events")


def drug(offset):
    return {"route": "HEPATIC_ARTERY", "drug": "FLUOROURACIL", "dose_mg": 850.0, "administration_date": day(offset)}


def lab(test, offset, value, low=None, high=None, operator="="):
    return {
        "test": test,
        "value_operator": operator,
        "value_std": value,
        "lower_limit_std": low,
        "upper_limit_std": high,
        "is_censored": operator != "=",
        "collected_date": day(offset),
    }


def event(term, grade, start, end=None):
    return {"term": term, "grade": grade, "start_date": day(start), "end_date": None if end is None else day(end)}


def graded(labs, events=(), *, patients=("P1",), **settings):
    """Return a warehouse with these results and events of each patient, all of whom have two cycles, and the grades made of them."""
    given = [{**row, "patient_id": patient} for patient in patients for row in (drug(0), drug(28))]
    connection = open_drawn(settings=settings, drug_administrations=given, labs=labs, adverse_events=list(events))
    build_up_to(connection, *TABLES)
    return connection


def test_a_result_is_graded_by_its_baseline_and_follows_its_cycle():
    connection = graded(
        [
            lab("ALT", 0, 80.0, 0, 40),  # the baseline: twice the upper limit, so the baseline counts
            lab("ALT", 1, 110.0, 0, 40),  # 1.375 times: grade 0
            lab("ALT", 28, 410.0, 0, 40),  # 5.1 times, on the morning of cycle 2: still of cycle 1
            lab("ALT", 29, 250.0, 0, 40),  # 3.1 times: grade 2, after cycle 2
            lab("ALT", 30, 1000.0, 0, 40, operator=">"),  # only a limit: no grade
        ]
    )
    assert rows_of(connection, "lab_grades", "cycle_no", "grade") == [(1, 0), (1, 3), (2, 2), (2, None)]
    columns = ("test", "cycle_no", "worst_grade", "result_count", "ungraded_count", "worst_value")
    assert rows_of(connection, "lab_toxicities", *columns) == [("ALT", 1, 3, 2, 0, 410.0), ("ALT", 2, 2, 2, 1, 250.0)]


def test_a_missing_limit_is_no_grade_0():
    # 1.6 is above all bands of neutrophils: grade 0 or 1, and without the lower limit not known; 0.7 is grade 3 in any case
    # no grade of INR asks for a limit
    connection = graded([lab("ANC", 5, 1.6), lab("ANC", 6, 0.7), lab("ANC", 7, 1.6, low=1.8), lab("INR", 5, 3.0)])
    assert rows_of(connection, "lab_grades", "grade", "has_limit") == [(None, False), (3, False), (1, True), (3, True)]
    assert rows_of(connection, "graded_tests", "test", "result_count", "without_limit_count") == [("ANC", 3, 2)]
    assert findings_of(connection, "graded_tests", "CP-011") == ["ANC"]


def test_a_limit_is_asked_for_where_one_of_the_bands_needs_it():
    # those of ALT are of the upper limit or of the baseline, which is high
    connection = graded([lab("ALT", 0, 80.0, 0, 40), lab("ALT", 5, 90.0), lab("ALT", 6, 90.0, high=40)])
    assert rows_of(connection, "lab_grades", "has_limit") == [(False,), (True,)]


def test_a_patient_with_nothing_that_can_be_graded_has_no_grade():
    assert rows_of(graded([lab("ANC", 5, 1.6)]), "lab_toxicities", "worst_grade", "ungraded_count") == [(None, 1)]


NEUTROPHILS = [lab("ANC", 10, 0.9, 1.8), lab("ANC", 12, 0.4, 1.8), lab("ANC", 15, 1.9, 1.8)]  # grades 3, 4, 0


RECORDED = {  # an event, the worst grade of the results on its days, and how many they are
    "the day of its end belongs to what follows": (event("Neutrophil count decreased", 3, 10, 12), 3, 1),
    "until the last result": (event("Neutrophil count decreased", 4, 12, 15), 4, 1),
    "ongoing: its first week, days 10 to 16": (event("호중구감소", 4, 10), 4, 3),
    "days 6 to 12": (event("Neutrophil count decreased", 4, 6), 4, 2),
    "days 5 to 11": (event("Neutrophil count decreased", 3, 5), 3, 1),
    "no result on these days": (event("Neutrophil count decreased", 2, 20), None, 0),
    "one day": (event("Neutrophil count decreased", 3, 10, 10), 3, 1),
}


def test_the_recorded_grade_stands_beside_the_derived_one():
    labs = [{**row, "patient_id": patient} for patient in RECORDED for row in NEUTROPHILS]
    connection = graded(labs, [{**recorded, "patient_id": patient} for patient, (recorded, *_) in RECORDED.items()], patients=RECORDED)
    found = rows_of(connection, "laboratory_adverse_events", "patient_id", "recorded_grade", "derived_grade", "result_count")
    assert set(found) == {(patient, recorded["grade"], derived, count) for patient, (recorded, derived, count) in RECORDED.items()}
    assert findings_of(connection, "laboratory_adverse_events", "CC-008") == []


def test_a_grade_that_is_not_that_of_the_results_is_found():
    connection = graded(NEUTROPHILS, [event("Neutrophil count decreased", 2, 10, 12), event("Nausea", 3, 10)])
    assert findings_of(connection, "laboratory_adverse_events", "CC-008") == ["adverse_events-000000"]


def test_events_before_the_index_treatment_are_not_judged_by_its_baseline():
    labs = [lab("ANC", -10, 0.9, 1.8)]
    assert rows_of(graded(labs, [event("Neutrophil count decreased", 1, -10)]), "laboratory_adverse_events", "row_key") == []


def test_results_and_events_after_the_data_cut_off_are_not_of_the_study():
    late = event("Neutrophil count decreased", 2, 12, 13)  # the result of day 12 is grade 4
    connection = graded(NEUTROPHILS, [late])
    for cutoff, days in ((15, [10, 12, 15]), (14, [10, 12]), (12, [10, 12]), (11, [10]), (None, [10, 12, 15])):
        build_again(connection, *TABLES, data_cutoff=None if cutoff is None else day(cutoff))
        assert rows_of(connection, "lab_grades", "collected_date") == [(day(each),) for each in days]
        seen = cutoff is None or cutoff >= 12
        assert rows_of(connection, "laboratory_adverse_events", "derived_grade") == ([(4,)] if seen else [])
        assert len(findings_of(connection, "laboratory_adverse_events", "CC-008")) == seen


WORSE = {"HGB": (4, False), "ALB": (4, False), "HGB, death": (5, False), "HGB, better": (2, True), "ANC": (4, True), "WBC": (4, True)}


def test_only_a_clinical_judgement_may_be_worse_than_the_numbers():
    grade_3 = {"HGB": (7.9, 13.0), "ALB": (1.9, 3.5), "ANC": (0.9, 1.8), "WBC": (1.9, 4.0)}
    terms = {"HGB": "Anemia", "ALB": "Hypoalbuminemia", "ANC": "Neutropenia", "WBC": "Leukopenia"}
    labs, events = [], []
    for patient, (recorded, _) in WORSE.items():
        test = patient.split(",")[0]
        labs.append({**lab(test, 10, *grade_3[test]), "patient_id": patient})
        events.append({**event(terms[test], recorded, 10, 11), "patient_id": patient, "row_key": patient})
    connection = graded(labs, events, patients=WORSE)
    found = dict(rows_of(connection, "laboratory_adverse_events", "patient_id", "derived_grade"))
    assert found == dict.fromkeys(WORSE, 3)
    asked = findings_of(connection, "laboratory_adverse_events", "CC-008")
    assert asked == sorted(patient for patient, (_, is_found) in WORSE.items() if is_found)
