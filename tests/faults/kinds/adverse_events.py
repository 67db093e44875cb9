"""Faults in adverse events and procedures."""

from datetime import date, timedelta

from pipelines.synthetic.extract import FaultyRow, Raw
from pipelines.synthetic.fault import Case, kind
from pipelines.synthetic.reconstructed import patient_number
from tests.faults.kinds.patients import NOBODY

GRADED = ("Neutrophil count decreased", "Platelet count decreased")


def event(case: Case) -> FaultyRow:
    """Return an adverse event, which a patient outside the cohort may be given."""
    if not case.tables["adverse_events"]:
        row = {"patient_id": case.journey.number, "term": "Nausea", "grade": 1, "start_date": case.journey.date(3)}
        case.add("adverse_events", row, end_date=None, action="NONE")
    return case.row("adverse_events")


@kind("adverse_events", "PT-012")
def an_adverse_event_ends_before_it_starts(case: Case):
    row = case.row("adverse_events", fits_closed)
    case.wrong(row, end_date=row["start_date"] - timedelta(3))


def fits_closed(row: dict) -> bool:
    """Say whether an event has ended."""
    return row["end_date"] is not None


@kind("adverse_events", "CC-008")
def the_grade_of_a_low_blood_count_does_not_fit_the_laboratory(case: Case):
    case.wrong(case.row("adverse_events", lambda row: row["term"] in GRADED), grade=1)


@kind("adverse_events", "CV-027", journey="tace_only")
def the_grade_of_an_event_is_6(case: Case):
    case.wrong(event(case), grade=6)


@kind("adverse_events", "CV-016", journey="tace_only")
def the_grade_of_an_event_is_a_word(case: Case):
    case.wrong(event(case), grade="셋")


@kind("adverse_events", "CV-027", journey="tace_only")
def what_was_done_about_an_event_is_in_no_code_book(case: Case):
    case.wrong(event(case), action="기도")


@kind("adverse_events", "CV-029", journey="tace_only")
def an_event_has_no_name(case: Case):
    case.wrong(event(case), term=None)


@kind("adverse_events", "CV-009", journey="tace_only")
def the_day_of_an_event_is_on_no_calendar(case: Case):
    case.wrong(event(case), start_date=Raw("2022-06-31"))


@kind("adverse_events", "PT-001", journey="tace_only")
def an_event_begins_after_the_extract(case: Case):
    case.wrong(event(case), start_date=date(2025, 1, 15), end_date=None)


@kind("adverse_events", "PT-002", journey="tace_only")
def an_event_has_the_default_date_of_a_system(case: Case):
    case.wrong(event(case), start_date=date(1900, 1, 1))


@kind("adverse_events", "CR-002", journey="tace_only")
def an_event_belongs_to_nobody(case: Case):

    case.numbers.append(patient_number(case.journey.index + NOBODY))
    case.wrong(event(case), patient_id=case.numbers[1])


@kind("procedures", "CV-027", journey="tace_only")
def a_procedure_is_in_no_code_book(case: Case):
    case.wrong(case.row(), procedure="굿")


@kind("procedures", "CV-009", journey="tace_only")
def the_day_of_a_procedure_is_on_no_calendar(case: Case):
    case.wrong(case.row(), procedure_date=Raw("20221305"))


@kind("procedures", "PT-002", journey="tace_only")
def a_procedure_has_the_default_date_of_a_system(case: Case):
    case.wrong(case.row(), procedure_date=date(1900, 1, 1))


@kind("procedures", "PT-001", journey="tace_only")
def a_procedure_is_dated_after_the_extract(case: Case):
    case.wrong(case.row(), procedure_date=date(2025, 2, 10))


@kind("procedures", "CV-004", journey="tace_only")
def a_resident_number_stands_in_the_remarks_of_a_procedure(case: Case):
    case.wrong(case.row(), detail="보호자 550302-1234567")
