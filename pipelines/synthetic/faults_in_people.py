"""Faults in who a patient is and how it ended: patients, follow-up, numbers that belong to nobody."""

from datetime import date, timedelta

from pipelines.synthetic.follow_up import contact
from pipelines.synthetic.layout import korean
from pipelines.synthetic.patients import patient_record
from pipelines.synthetic.planting import Planter
from pipelines.synthetic.reconstructed import FAULTY, patient_number

NOBODY = FAULTY + 900_000
NO_DAY = "1961-02-31"


def plant_in_patients(planter: Planter) -> list[str]:
    """Plant faults in patients' own rows; return the numbers of the patients who are set aside."""
    extract = planter.table("patients")
    rejected = []
    for part, rule, cells in (
        ("sex unknown", "CV-008", {"sex": "3"}),
        ("no sex", "CP-001", {"sex": ""}),
        ("born on no day", "CV-009", {"birth_date": NO_DAY}),
        ("no birth date", "CP-001", {"birth_date": ""}),
        ("other cancer", "CV-012", {"dx_code": "C22.1"}),
    ):
        number = planter.journeys[part].number
        planter.change(extract, extract.of_patient(number)[0], rule, **cells)
        if part != "other cancer":
            rejected.append(number)
    twice = planter.journeys["two rows"]
    record = patient_record(twice)
    planter.change(extract, extract.of_patient(twice.number)[0], "CR-001")
    planter.add("patients", {**record, "birth_date": record["birth_date"] + timedelta(400)}, "CR-001")
    rejected.append(twice.number)
    planter.add("patients", {**record, "patient_id": "12345"}, "CV-007")
    planter.copy(extract, extract.of_patient(planter.journeys["living"].number)[0])
    return rejected


def plant_in_follow_up(planter: Planter) -> None:
    """Plant contradictions between vital status and dates; each stands in the only row that tells the patient's end."""
    extract = planter.table("follow_up")

    def last(part: str) -> int:
        return extract.of_patient(planter.journeys[part].number)[-1]

    alive, seen = planter.journeys["alive with a death"], planter.journeys["seen after death"]
    planter.change(extract, last("alive with a death"), "PT-007", death_date=korean(alive.date(alive.last_contact)))
    late = korean(seen.date(seen.death + 9))
    planter.change(extract, last("seen after death"), "PT-007", last_contact_date=late)
    planter.change(extract, last("dead on no day"), "CP-003", death_date="")
    living, dead = planter.journeys["living"], planter.journeys["dead"]
    planter.add("follow_up", contact(dead, dead.death + 20, None, None), "PT-007")
    for cells, rule in (
        ({"vital_status": "이민"}, "CV-027"),
        ({"vital_status": ""}, "CV-029"),
        ({"last_contact_date": "2022년 2월 30일"}, "CV-009"),
        ({"last_contact_date": korean(date(2025, 3, 2))}, "PT-001"),
        ({"last_contact_date": korean(date(1900, 1, 1))}, "PT-002"),
        ({"death_cause": "보호자 주민번호 5503021234567"}, "CV-004"),
        ({"patient_id": ""}, "CV-007"),
    ):
        day = (planter.next_day(living) - living.date(0)).days
        planter.add("follow_up", contact(living, day, None, None), rule, **cells)
    day = (planter.next_day(living) - living.date(0)).days
    planter.add("follow_up", contact(living, day, None, None), "CR-013", death_cause="전화 확인")
    planter.add("follow_up", contact(living, day, None, None), "CR-013", death_cause="외래 확인")


def plant_orphans(planter: Planter) -> None:
    """Plant rows of a patient whom no extract of patients knows, and of numbers that cannot be any patient's."""
    living = planter.journeys["living"]
    nobody = patient_number(NOBODY)
    planter.add_result(living, "CR-002", "AST", "31", patient_id=nobody)
    planter.add_result(living, "CV-007", "AST", "32", patient_id="")
    event = {"term": "Nausea", "grade": 1, "action": "NONE"}
    planter.add("adverse_events", {**event, "start_date": planter.next_day(living)}, "CR-002", patient_id=nobody)
    planter.add("adverse_events", {**event, "start_date": planter.next_day(living)}, "CV-007", patient_id=None)
    tace = {"procedure": "TACE", "detail": "left hepatic artery"}
    planter.add("procedures", {**tace, "procedure_date": planter.next_day(living)}, "CR-002", patient_id=nobody)
    # a number that is none has no patient either
    for line in (
        planter.add("procedures", {**tace, "procedure_date": planter.next_day(living)}, "CV-007", patient_id="A-1234"),
        planter.add_result(living, "CV-007", "AST", "33", patient_id="123456"),
    ):
        line.rules.append(("CR-002", "follows"))


def follow_the_rejected(planter: Planter, rejected: list[str]) -> None:
    """Mark every row of a patient who is set aside; a lesion goes with its patient and with its read."""
    for extract in planter.extracts:
        if extract.table == "patients":
            continue
        for number in rejected:
            for position in extract.of_patient(number):
                planter.change(extract, position, "CR-002", "follows")
                if extract.table == "lesions":
                    planter.change(extract, position, "CR-007", "follows")
