"""Nobody leaves the cohort for a blank in silence, and no older value stands in silence for a nearer one that could not be taken."""

import datetime as dt

import pytest

from pipelines.warehouse.build_tables import build_table
from pipelines.warehouse.sql_files import table_file
from schemas.examples.settings import STUDY
from tests.warehouse_of import build_up_to, day, findings_of, frame_of, haic_patient, merged, open_drawn

CLASSES = [
    {"name": f"child_pugh_{level.lower()}", "label": f"Child-Pugh {level}", "variable": "child_pugh", "level": level}
    for level in ("A", "B")
]


def visit(patient, offset=-1, **items):
    return {"patient_id": patient, "assessment_date": day(offset), **items}


def result(patient, test, value, offset, key=None):
    at = {"collected_date": day(offset), "collected_at": dt.datetime.combine(day(offset), dt.time(6))}
    return {"patient_id": patient, "test": test, "value_std": value, "value_operator": "=", "is_censored": False, **at}


# --- a blank that keeps a patient out

BLANKS = {  # patient: changes of the patient, the visit, and for which facts is asked
    "as all": ({}, {"child_pugh_class": "A"}, []),
    "no sex": ({"sex": None}, {"child_pugh_class": "A"}, ["sex"]),
    "no age": ({"birth_date": None}, {"child_pugh_class": "A"}, ["age_years"]),  # two criteria ask for it, one finding does
    "no diagnosis": ({"dx_code": None}, {"child_pugh_class": "A"}, ["dx_code"]),
    "another cancer and no sex": ({"dx_code": "C221", "sex": None}, {"child_pugh_class": "A"}, []),  # out anyhow
    "no class": ({}, {"etiology": "HBV"}, ["child_pugh"]),
    "no visit, no sex": ({"sex": None}, None, ["child_pugh", "sex"]),
    "class C": ({}, {"child_pugh_class": "C"}, []),  # known, and of no arm
    "score 6": ({}, {"child_pugh_score": 6}, []),  # its class is A
    "never treated": ({"sex": None}, None, []),
}


@pytest.fixture(scope="module")
def blanks():
    drawn = [haic_patient(patient, **changes) for patient, (changes, _, _) in BLANKS.items()]
    drawn[-1]["drug_administrations"] = []
    visits = {"assessments": [visit(patient, **items) for patient, (_, items, _) in BLANKS.items() if items is not None]}
    connection = open_drawn(study={**STUDY, "arms": CLASSES}, **merged(*drawn, visits))
    build_up_to(connection, "eligibility_criteria", "arm_levels")
    yield connection
    connection.close()


def test_a_blank_that_keeps_a_patient_out_is_asked_about_with_the_fact(blanks):
    asked = {patient: [] for patient in BLANKS}
    for table, fact in (("arm_levels", "variable"), ("eligibility_criteria", "fact")):
        for key in findings_of(blanks, table, "CP-024"):
            patient, name = blanks.execute(f"select patient_id, {fact} from cohort.{table} where row_key = ?", [key]).fetchall()[0]
            asked[patient].append(name)
    assert {patient: sorted(names) for patient, names in asked.items()} == {patient: facts for patient, (_, _, facts) in BLANKS.items()}


def test_the_class_follows_from_the_score(blanks):
    """Child-Pugh: 5-6 points are A, 7-9 B, 10-15 C; 4 and 16 are no score."""
    rows = blanks.execute("select score, child_pugh_class(score) from (select unnest(range(4, 17)) as score)").fetchall()
    assert "".join(letter or "-" for _, letter in rows) == "-AABBBCCCCCC-"
    levels = blanks.execute("select level from cohort.baseline_levels where patient_id = 'score 6' and variable = 'child_pugh'").fetchall()
    assert levels == [("A",)]


# --- an older value in the place of one in quarantine


REPLACED = {  # patient: days of accepted results, days of those in quarantine, and the day that is said to be in quarantine
    "nearer": ((-9,), (-2,), -2),
    "the nearest of two": ((-9,), (-5, -2), -2),
    "on the index day": ((-1,), (0,), 0),
    "older": ((-2,), (-9,), None),
    "of the same day": ((-2,), (-2,), None),
    "after the index day": ((-2,), (1,), None),  # it would not have counted
    "before the window": ((), (-2,), None),  # nothing stands in for it
    "none": ((-2,), (), None),
}


def test_an_older_result_or_visit_that_counts_is_said_to_stand_in():
    accepted, quarantined = {"labs": [], "assessments": []}, {"labs": [], "assessments": []}
    for patient, (days, days_in_quarantine, _) in REPLACED.items():
        for rows, offsets in ((accepted, days), (quarantined, days_in_quarantine)):
            rows["labs"] += [result(patient, "TBIL", 1.0, offset) for offset in offsets]
            rows["assessments"] += [visit(patient, offset) for offset in offsets]
        quarantined["labs"].append(result(patient, "ALB", 4.0, 0))  # another test says nothing
    with open_drawn(**merged(*(haic_patient(patient) for patient in REPLACED), accepted)) as connection:
        for table, rows in quarantined.items():
            connection.register("drawn", frame_of(table, rows))
            connection.execute(f"create or replace table quarantine.{table} as select *, ['a rule'] as reasons from drawn")
        build_table(connection, table_file("reference", "quarantined_values"), "reference")
        build_up_to(connection, "replaced_values")
        rows = connection.execute("select patient_id, item, quarantined_date from cohort.replaced_values").fetchall()
        said = {(patient, item): on for patient, item, on in rows if on}
        assert said == {
            (patient, item): day(offset) for patient, (_, _, offset) in REPLACED.items() if offset is not None for item in ("TBIL", "visit")
        }
        assert len(rows) == 2 * (len(REPLACED) - 1)
        assert len(findings_of(connection, "replaced_values", "CP-023")) == len(said)
