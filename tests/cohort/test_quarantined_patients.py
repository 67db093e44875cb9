"""Whose response or vital status a row that is quarantined might change: patients of the cohort, and those who wait outside it."""

from tests.warehouse_of import both, build_up_to, day, haic_patient, merged, open_drawn, quarantine_treatments, reads, rows_of

AFFECTED = ("patient_id", "is_in_cohort")


def affected(drawn, *, quarantined=(), quarantine=None):
    """Return cohort.quarantined_patients; `quarantined` are (table, patient, day), `quarantine` rows by table."""
    connection = open_drawn(**drawn)
    for place, (table, patient, offset) in enumerate(quarantined):
        connection.execute(
            "insert into reference.quarantined_rows values (?, ?, ?, ?)",
            [table, f"quarantined-{place}", patient, None if offset is None else day(offset)],
        )
    for table, rows in (quarantine or {}).items():
        quarantine_treatments(connection, table, rows)
    build_up_to(connection, "quarantined_patients")
    return rows_of(connection, "quarantined_patients", *AFFECTED)


P1 = haic_patient("P1")


def test_nothing_quarantined_affects_nobody():
    assert affected(P1) == []


QUARANTINED = {  # the row that is quarantined -> whether the patient stays in the cohort; None: nothing is affected
    "read": ("imaging_reads", 60, True),  # the best response may be another
    "lesion": ("lesions", 60, True),
    "contact": ("follow_up", 90, False),  # the contact may be the death: the patient waits
    "drug on the index day": ("drug_administrations", 0, False),  # the index day may be another
    "drug of an unreadable day": ("drug_administrations", None, False),
    "later drug": ("drug_administrations", 1, None),  # changes neither response nor vital status
}


def test_a_quarantined_row_of_a_patient_who_is_eligible_otherwise():
    rows = [(table, name, offset) for name, (table, offset, _) in QUARANTINED.items()]
    found = affected(merged(*map(haic_patient, QUARANTINED)), quarantined=rows)
    assert dict(found) == {name: stays for name, (_, _, stays) in QUARANTINED.items() if stays is not None}


def test_a_drug_after_the_death_makes_the_patient_wait():
    assert affected(haic_patient("P1", death=50), quarantined=[("drug_administrations", "P1", 60)]) == [("P1", False)]


def test_who_would_be_excluded_anyhow_does_not_wait():
    drawn = merged(haic_patient("no HCC", dx_code="C221"), haic_patient("no sex", sex=None))
    assert affected(drawn, quarantined=[("follow_up", "no HCC", 90), ("follow_up", "no sex", 90)]) == []


def test_who_has_no_follow_up_at_all_waits_for_no_row():
    without = {table: rows for table, rows in P1.items() if table != "follow_up"}
    assert affected(without, quarantined=[("drug_administrations", "P1", 10)]) == []


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


def test_a_patient_whose_record_and_treatment_are_quarantined_waits():
    """Such a patient stands in no accepted table: what belongs to a record that is quarantined goes with it."""
    found = affected(P1, quarantine={"drug_administrations": [row for row, _ in WITHOUT_RECORD.values()]})
    assert found == sorted((name, False) for name, (_, waits) in WITHOUT_RECORD.items() if waits)


def test_an_accepted_patient_all_of_whose_treatment_is_quarantined_waits():
    record = {"patients": [{"patient_id": "P2", "sex": "F", "dx_code": "C220"}]}
    assert affected(merged(P1, record), quarantine={"drug_administrations": [haic_row("P2", 0)]}) == [("P2", False)]
    assert affected(merged(P1, record)) == []  # never treated: excluded, not waiting


def test_a_patient_of_the_cohort_stands_once_though_many_reads_are_quarantined():
    quarantined = [("imaging_reads", "P1", 60), ("lesions", "P1", 60), ("lesions", "P1", 120)]
    assert affected(merged(P1, reads("P1", (60, 1, both("PR")))), quarantined=quarantined) == [("P1", True)]
