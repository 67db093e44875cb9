"""Faults in what a patient was given and suffered: drugs, procedures, adverse events."""

from datetime import date

from pipelines.synthetic.planting import Planter
from pipelines.synthetic.treatment import administration

WRONG_DOSES = (
    ("CV-004", {"reduction_reason": "환자 연락처 010-1234-5678"}),
    ("CV-007", {"patient_id": ""}),
    ("CV-009", {"administration_date": "31.02.2022"}),
    ("CV-010", {"administration_date": "2022-05"}),
    ("CV-016", {"dose": "많이"}),
    ("CV-016", {"cycle_no": "첫째"}),
    ("CV-024", {"drug": "감기약"}),
    ("CV-024", {"dose_unit": "mL"}),
    ("CV-027", {"route": "피하"}),
    ("CV-029", {"drug": ""}),
    ("CV-029", {"route": ""}),
    ("PT-001", {"administration_date": "01.03.2025"}),
    ("PT-002", {"administration_date": "01.01.1970"}),
    ("TX-017", {"dose": "0"}),
)
WRONG_PROCEDURES = (
    ("CV-004", {"detail": "보호자 550302-1234567"}),
    ("CV-009", {"procedure_date": "20221305"}),
    ("CV-027", {"procedure": "굿"}),
    ("CV-029", {"procedure": ""}),
    ("CV-029", {"procedure_date": ""}),
    ("PT-001", {"procedure_date": "20250210"}),
    ("PT-002", {"procedure_date": "19000101"}),
)
WRONG_EVENTS = (
    ("CV-009", {"start_date": "2022-06-31"}),
    ("CV-016", {"grade": "셋"}),
    ("CV-027", {"grade": 6}),
    ("CV-027", {"action": "기도"}),
    ("CV-029", {"term": None}),
    ("PT-001", {"start_date": "2025-01-15"}),
    ("PT-002", {"start_date": "1900-01-01"}),
)


def plant_in_drugs(planter: Planter) -> None:
    """Plant faulty administrations with patients who had no infusion, and a gap in the cycles of one who does not qualify."""
    living, dead = planter.journeys["living"], planter.journeys["dead"]

    def sorafenib(journey, day: int, dose: int = 800) -> dict:
        return administration(journey, day, "SORAFENIB", "ORAL", dose)

    def free_day() -> int:
        return (planter.next_day(living) - living.date(0)).days

    for rule, cells in WRONG_DOSES:
        planter.add("drug_administrations", sorafenib(living, free_day()), rule, **cells)
    planter.add("drug_administrations", sorafenib(dead, dead.death + 10), "PT-005")
    day = free_day()
    for dose in (400, 800):
        planter.add("drug_administrations", sorafenib(living, day, dose), "CR-004")
    extract = planter.table("drug_administrations")
    cycle, route = extract.at("cycle_no"), extract.at("route")
    missing = planter.journeys["cycle missing"]
    last = str(len(missing.cycles))
    for position in extract.of_patient(missing.number):
        if extract.lines[position][cycle] == last and extract.lines[position][route] == "간동맥":
            planter.change(extract, position, "TX-005", cycle_no=str(len(missing.cycles) + 1))
    # the cohort's finding is led back to the last infusion of the drug that is said to have failed
    drug, patient = extract.at("drug"), planter.journeys["no progression"].number
    atezolizumab = [position for position in extract.of_patient(patient) if extract.lines[position][drug] == "티쎈트릭"]
    planter.change(extract, atezolizumab[-1], "TX-013")


def plant_in_procedures_and_events(planter: Planter) -> None:
    """Plant faulty procedures and adverse events with a patient outside the cohort."""
    living = planter.journeys["living"]
    for rule, cells in WRONG_PROCEDURES:
        row = {"patient_id": living.number, "procedure": "TACE", "procedure_date": planter.next_day(living)}
        planter.add("procedures", row, rule, **cells)
    for rule, cells in WRONG_EVENTS:
        row = {"patient_id": living.number, "term": "Nausea", "grade": 1, "start_date": planter.next_day(living)}
        planter.add("adverse_events", row, rule, **cells)
    row = {"patient_id": living.number, "term": "Fever", "grade": 1, "start_date": planter.next_day(living)}
    planter.add("adverse_events", {**row, "end_date": date(2022, 4, 5)}, "PT-012")
