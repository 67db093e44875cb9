"""Faults in who a patient is."""

from datetime import date, timedelta

from pipelines.synthetic.extract import Raw
from pipelines.synthetic.fault import Case, kind
from pipelines.synthetic.reconstructed import FAULTY, patient_number

NOBODY = FAULTY + 900_000


@kind("patients", "CR-011")
def a_patient_stands_under_a_second_number(case: Case):
    case.numbers.append(patient_number(case.journey.index + NOBODY))
    case.mark(case.patient, case.add("patients", case.patient, patient_id=case.numbers[1]))


@kind("patients", "CR-001")
def a_patient_has_two_rows_that_contradict_each_other(case: Case):
    birth = case.patient["birth_date"] + timedelta(400)
    case.mark(case.patient, case.add("patients", case.patient, birth_date=birth))


@kind("patients", "CV-007", journey="tace_only")
def a_patient_number_has_lost_its_leading_zero(case: Case):
    case.wrong(case.patient, patient_id=case.journey.number[1:])


@kind("assessments", "CR-002", journey="tace_only")
def two_digits_of_a_patient_number_are_swapped(case: Case):
    number = case.journey.number
    place = case.pick([place for place in range(1, 7) if number[place] != number[place + 1]])
    case.numbers.append(f"{number[:place]}{number[place + 1]}{number[place]}{number[place + 2 :]}")
    case.wrong(case.row(), patient_id=case.numbers[1])


@kind("patients", "CV-009", journey="tace_only")
def a_birth_date_is_on_no_calendar(case: Case):
    case.wrong(case.patient, birth_date=Raw("1961-02-31"))


@kind("patients", "PT-002", journey="tace_only")
def a_birth_date_is_the_default_of_a_system(case: Case):
    case.wrong(case.patient, birth_date=date(1900, 1, 1))


@kind("patients", "PT-001", journey="tace_only")
def a_birth_year_is_in_the_wrong_century(case: Case):
    birth = case.patient["birth_date"]
    case.wrong(case.patient, birth_date=date(birth.year + 100, birth.month, 15))


@kind("patients", "PA-001", truth=lambda truth: 62 <= truth.age <= 78)
def a_birth_year_is_thirty_years_too_early(case: Case):
    birth = case.patient["birth_date"]
    case.wrong(case.patient, birth_date=date(birth.year - 30, birth.month, 15))


@kind("patients", "PA-001", truth=lambda truth: truth.age >= 52)
def a_patient_of_the_cohort_is_older_than_anybody(case: Case):
    birth = case.patient["birth_date"]
    case.wrong(case.patient, birth_date=date(birth.year - 60, birth.month, 15))


@kind("patients", "PA-001")
def a_patient_of_the_cohort_is_a_child(case: Case):
    birth = case.patient["birth_date"]
    case.wrong(case.patient, birth_date=date(case.patient["hcc_dx_date"].year - 9, birth.month, 15))


@kind("patients", "CP-001", journey="tace_only")
def a_birth_date_is_missing(case: Case):
    case.wrong(case.patient, birth_date=None)


@kind("patients", "CP-001", journey="tace_only")
def the_sex_is_missing(case: Case):
    case.wrong(case.patient, sex=Raw(""))


@kind("patients", "CV-008", journey="tace_only")
def the_sex_is_in_no_code_book(case: Case):
    case.wrong(case.patient, sex=Raw("3"))


@kind("patients", "CV-012", journey="tace_only")
def the_diagnosis_is_a_bile_duct_cancer(case: Case):
    case.wrong(case.patient, dx_code="C22.1")


@kind("patients", "PT-003", truth=lambda truth: truth.group == "first_line")
def the_diagnosis_is_dated_after_the_treatment(case: Case):
    case.wrong(case.patient, hcc_dx_date=case.journey.date(15))


@kind("procedures", "TX-014", truth=lambda truth: truth.group == "first_line")
def a_first_line_patient_had_an_embolisation_before(case: Case):
    journey = case.journey
    row = {"patient_id": journey.number, "procedure": "TACE", "detail": "right hepatic artery"}
    case.mark(case.add("procedures", row, procedure_date=journey.date(journey.diagnosis + 5)))
