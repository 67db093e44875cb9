"""Doses that do not follow from the body or the protocol."""

from pipelines.synthetic.extract import FaultyRow, Raw
from pipelines.synthetic.fault import Case, kind

TABLE = "drug_administrations"


def full_dose(case: Case, drug: str) -> FaultyRow:
    """Return an infusion of a drug, after the first cycle, that was not reduced."""
    return case.row(TABLE, lambda row: row["cycle_no"] and row["cycle_no"] > 1 and not row["reduction_reason"], drug=drug)


@kind(TABLE, "TX-001")
def fluorouracil_is_dosed_by_the_body_of_another_patient(case: Case):
    row = full_dose(case, "FLUOROURACIL")
    case.wrong(row, dose=round(row["dose"] * 1.25))


@kind(TABLE, "TX-001")
def fluorouracil_has_lost_a_digit(case: Case):
    row = full_dose(case, "FLUOROURACIL")
    case.wrong(row, dose=round(row["dose"] / 10))


@kind(TABLE, "TX-001")
def fluorouracil_of_three_days_is_written_as_one_dose(case: Case):
    row = full_dose(case, "FLUOROURACIL")
    case.wrong(row, dose=row["dose"] * 3)


@kind(TABLE, "TX-001")
def fluorouracil_is_reduced_without_a_reason(case: Case):
    row = full_dose(case, "FLUOROURACIL")
    case.wrong(row, dose=round(row["dose"] * 0.75))


@kind(TABLE, "TX-002")
def cisplatin_is_dosed_at_100_mg_per_m2(case: Case):
    row = full_dose(case, "CISPLATIN")
    case.wrong(row, dose=round(row["bsa_m2"] * 85))


@kind(TABLE, "TX-002")
def cisplatin_and_fluorouracil_are_swapped(case: Case):
    row = full_dose(case, "CISPLATIN")
    case.wrong(row, dose=round(row["bsa_m2"] * 500))


@kind(TABLE, "TX-002")
def cisplatin_in_grams_is_written_as_mg(case: Case):
    row = full_dose(case, "CISPLATIN")
    case.wrong(row, dose=round(row["dose"] / 1000, 3))


@kind(TABLE, "CC-001")
def the_body_surface_is_of_a_weight_in_pounds(case: Case):
    row = full_dose(case, "FLUOROURACIL")
    case.wrong(row, bsa_m2=round(row["bsa_m2"] * 2.2046**0.5, 2))


@kind(TABLE, "CC-001")
def two_digits_of_a_body_surface_are_swapped(case: Case):
    row = full_dose(case, "FLUOROURACIL")
    whole, tenths, hundredths = f"{row['bsa_m2']:.2f}".replace(".", "")
    swapped = float(f"{whole}.{hundredths}{tenths}")
    case.need(abs(swapped - row["bsa_m2"]) > 0.16)
    case.wrong(row, bsa_m2=swapped)


@kind(TABLE, "CP-012")
def doses_have_neither_a_body_surface_nor_a_weight(case: Case):
    infusions = case.rows(TABLE, route="HEPATIC_ARTERY")
    for row in infusions:
        row["bsa_m2"] = None
    for visit in case.rows("assessments"):
        visit["weight_kg"] = None
    case.mark_one_of(*(row for row in infusions if row["cycle_no"] == 1))


@kind(TABLE, "TX-009", journey="ate_beva_only")
def atezolizumab_is_given_at_840_mg(case: Case):
    case.wrong(case.row(drug="ATEZOLIZUMAB"), dose=840)


@kind(TABLE, "TX-010", journey="ate_beva_only")
def bevacizumab_is_given_at_half_its_dose(case: Case):
    row = case.row(drug="BEVACIZUMAB")
    case.wrong(row, dose=round(row["dose"] / 2))


@kind(TABLE, "TX-010", journey="ate_beva_only")
def bevacizumab_is_dosed_by_a_weight_in_pounds(case: Case):
    row = case.row(drug="BEVACIZUMAB")
    case.wrong(row, dose=round(row["dose"] * 2.2046))


@kind(TABLE, "CV-024", journey="sorafenib_first")
def a_drug_is_in_no_dictionary(case: Case):
    case.wrong(case.row(drug="SORAFENIB"), drug=Raw("감기약"))


@kind(TABLE, "CV-024", journey="sorafenib_first")
def a_dose_is_in_millilitres(case: Case):
    case.wrong(case.row(drug="SORAFENIB"), dose_unit="mL")


@kind(TABLE, "CV-024", journey="sorafenib_first")
def a_dose_has_no_unit(case: Case):
    case.wrong(case.row(drug="SORAFENIB"), dose_unit=None)


@kind(TABLE, "TX-017", journey="sorafenib_first")
def a_drug_is_given_at_a_dose_of_zero(case: Case):
    case.wrong(case.row(drug="SORAFENIB"), dose=0)


@kind(TABLE, "CV-016", journey="sorafenib_first")
def a_dose_is_a_word(case: Case):
    case.wrong(case.row(drug="SORAFENIB"), dose=Raw("많이"))


@kind(TABLE, "CV-004", journey="sorafenib_first")
def a_telephone_number_stands_in_the_reason_of_a_reduction(case: Case):
    case.wrong(case.row(drug="SORAFENIB"), reduction_reason="환자 연락처 010-1234-5678")
