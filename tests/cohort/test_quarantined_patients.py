"""Whose response or vital status a row that is quarantined might change: patients of the cohort, and those who wait outside it."""

import pytest

from tests.warehouse_of import both, build_up_to, day, haic_patient, merged, open_drawn, quarantine_treatments, reads, rows_of

QUARANTINED = {  # the row that is quarantined -> whether the patient stays in the cohort; None: nothing is affected
    "read": ("imaging_reads", 60, True),  # the best response may be another
    "lesion": ("lesions", 60, True),
    "contact": ("follow_up", 90, False),  # the contact may be the death: the patient waits
    "drug on the index day": ("drug_administrations", 0, False),  # the index day may be another
    "drug of an unreadable day": ("drug_administrations", None, False),
    "later drug": ("drug_administrations", 1, None),  # changes neither response nor vital status
}


def haic_row(patient_id, offset, route="HEPATIC_ARTERY"):
    drug = {"patient_id": patient_id, "route": route, "drug": "FLUOROURACIL"}
    return drug | {"administration_date": None if offset is None else day(offset)}


WITHOUT_RECORD = {
    "of the index day": (haic_row("of the index day", 0), True),
    "of an unreadable day": (haic_row("of an unreadable day", None), True),
    "by an unknown route": (haic_row("by an unknown route", 0, route=None), True),
    "ate-beva": (haic_row("ate-beva", 0, route="IV"), False),  # it could not begin HAIC
    "before the study window": (haic_row("before the study window", -1000), False),
    "nobody's": (haic_row(None, 0), False),
}


@pytest.fixture(scope="module")
def connection():
    untreated = [{"patient_id": name, "sex": "F", "dx_code": "C220"} for name in ("all treatment quarantined", "never treated")]
    connection = open_drawn(
        **merged(
            *map(haic_patient, (*QUARANTINED, "nothing", "many reads")),
            haic_patient("drug after death", death=50),
            haic_patient("no HCC", dx_code="C221"),
            haic_patient("no sex", sex=None),
            {table: rows for table, rows in haic_patient("no follow-up").items() if table != "follow_up"},
            reads("many reads", (60, 1, both("PR"))),
            {"patients": untreated},
        )
    )
    rows = [
        *((table, name, offset) for name, (table, offset, _) in QUARANTINED.items()),
        ("drug_administrations", "drug after death", 60),
        ("follow_up", "no HCC", 90),
        ("follow_up", "no sex", 90),
        ("drug_administrations", "no follow-up", 10),
        *((table, "many reads", offset) for table, offset in (("imaging_reads", 60), ("lesions", 60), ("lesions", 120))),
    ]
    for number, (table, name, offset) in enumerate(rows):
        connection.execute(
            "insert into reference.quarantined_rows (table_name, row_key, patient_id, event_date) values (?, ?, ?, ?)",
            [table, f"quarantined-{number}", name, None if offset is None else day(offset)],
        )
    treatments = [*(row for row, _ in WITHOUT_RECORD.values()), haic_row("all treatment quarantined", 0)]
    quarantine_treatments(connection, "drug_administrations", treatments)
    build_up_to(connection, "quarantined_patients")
    yield connection
    connection.close()


@pytest.fixture(scope="module")
def affected(connection):
    """Return {patient: whether in the cohort} of cohort.quarantined_patients, each patient as often as there are rows."""
    found = {}
    for name, is_in_cohort in rows_of(connection, "quarantined_patients", "patient_id", "is_in_cohort"):
        found.setdefault(name, []).append(is_in_cohort)
    return found


def test_nothing_quarantined_affects_nobody(affected):
    assert "nothing" not in affected


@pytest.mark.parametrize("name", QUARANTINED)
def test_a_quarantined_row_of_a_patient_who_is_eligible_otherwise(affected, name):
    stays = QUARANTINED[name][2]
    assert affected.get(name) == (None if stays is None else [stays])


def test_a_drug_after_the_death_makes_the_patient_wait(affected):
    assert affected["drug after death"] == [False]


def test_who_would_be_excluded_anyhow_does_not_wait(affected):
    assert not {"no HCC", "no sex"} & affected.keys()


def test_who_has_no_follow_up_at_all_waits_for_no_row(affected):
    assert "no follow-up" not in affected


@pytest.mark.parametrize("name", WITHOUT_RECORD)
def test_a_patient_whose_record_and_treatment_are_quarantined_waits(affected, name):
    """Such a patient stands in no accepted table: what belongs to a record that is quarantined goes with it."""
    assert affected.get(name) == ([False] if WITHOUT_RECORD[name][1] else None)


def test_a_row_of_nobody_makes_nobody_wait(affected):
    assert None not in affected


def test_an_accepted_patient_all_of_whose_treatment_is_quarantined_waits(affected):
    assert affected["all treatment quarantined"] == [False]
    assert "never treated" not in affected  # excluded, not waiting


def test_a_patient_of_the_cohort_stands_once_though_many_reads_are_quarantined(affected):
    assert affected["many reads"] == [True]


WHY = {
    "read": "an exam or a lesion is quarantined",
    "drug on the index day": "a treatment given up to the index date, or on an unreadable day, is quarantined",
    "contact": "no follow-up, a death without a date, a drug after the death, or a contact or a progression that is undated or quarantined",
    "all treatment quarantined": "every treatment that may be the index treatment is quarantined",
    "of the index day": "the patient's record is quarantined or missing, and so is a treatment that may be the index treatment",
}


def test_whoever_waits_has_the_reason_in_words(connection):
    reasons = dict(rows_of(connection, "quarantined_patients", "patient_id", "reason"))
    assert all(reasons.values())
    assert {name: reasons[name] for name in WHY} == WHY


QUARANTINED_READS = [  # course of the quarantined read, its day, whether it says progression; whether the patient waits
    ("HAIC", 100, True, True),
    ("HAIC", None, True, True),  # on an unreadable day
    (None, 100, True, True),  # of an unreadable course
    ("HAIC", 100, False, False),  # it says no progression: the response alone may be another
    ("ATE_BEVA", 100, True, False),  # of another course
    ("HAIC", 0, True, False),  # not after the index day
    ("HAIC", 199, True, True),  # before the first progression that was accepted
    ("HAIC", 200, True, False),
]


def test_a_patient_whose_progression_is_quarantined_waits_as_for_a_death():
    patients = [f"P{number}" for number, _ in enumerate(QUARANTINED_READS)]
    drawn = [haic_patient(patient, last_contact=300) for patient in patients]
    drawn += [reads(patient, (200, 1, both("PD"))) for patient in patients[-2:]]
    connection = open_drawn(**merged(*drawn))
    for patient, (course, offset, is_progression, _) in zip(patients, QUARANTINED_READS, strict=True):
        connection.execute(
            "insert into reference.quarantined_rows (table_name, row_key, patient_id, course, is_progression, event_date) "
            "values ('imaging_reads', 'k', ?, ?, ?, ?)",
            [patient, course, is_progression, None if offset is None else day(offset)],
        )
    build_up_to(connection, "quarantined_patients")
    eligible = dict(connection.sql("select patient_id, is_eligible from cohort.eligibility").fetchall())
    assert eligible == {patient: not waits for patient, (*_, waits) in zip(patients, QUARANTINED_READS, strict=True)}
    waiting = connection.sql("select patient_id from cohort.quarantined_patients where not is_in_cohort").fetchall()
    assert sorted(patient for (patient,) in waiting) == [patient for patient in patients if not eligible[patient]]
