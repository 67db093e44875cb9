"""Results that are impossible, unusual, unreadable, repeated or of a day on which nothing can have been drawn."""

from datetime import timedelta

from pipelines.synthetic.extract import Raw
from pipelines.synthetic.fault import Case, Kind, kind
from tests.faults.kinds.lab_units import printed, typed

# In the plain unit of the test
IMPOSSIBLE = {
    "AST": ("PA-005", "25000", "U/L"),
    "ALT": ("PA-005", "0.5", "U/L"),
    "TBIL": ("PA-006", "95", "mg/dL"),
    "ALB": ("PA-007", "8.2", "g/dL"),
    "PLT": ("PA-008", "0.4", "10^3/uL"),
    "INR": ("PA-009", "25", ""),
    "CREAT": ("PA-010", "45", "mg/dL"),
    "HGB": ("PA-011", "1.5", "g/dL"),
    "AFP": ("PA-012", "20000000", "ng/mL"),
}
UNUSUAL = {
    "AST": ("PA-005", "3000", "U/L"),
    "TBIL": ("PA-006", "0.07", "mg/dL"),
    "ALB": ("PA-007", "1.2", "g/dL"),
    "PLT": ("PA-008", "1500", "10^3/uL"),
    "INR": ("PA-009", "6", ""),
    "CREAT": ("PA-010", "7", "mg/dL"),
    "HGB": ("PA-011", "20.5", "g/dL"),
    "AFP": ("PA-012", "300000", "ng/mL"),
}


def written(test: str, how: str, rule: str, value: str, unit: str) -> Kind:
    """Return the kind of fault that a result is a certain number, which cannot be or is seldom seen."""

    def plant(case: Case) -> None:
        case.wrong(typed(case, test), **printed(test, value, unit))

    plant.__name__ = f"{test}_is_{how}_({value}_{unit})".replace("_)", ")")
    return kind("labs", rule)(plant)


KINDS = (
    *(written(test, "impossible", *slip) for test, slip in IMPOSSIBLE.items()),
    *(written(test, "unusual", *slip) for test, slip in UNUSUAL.items()),
)


@kind("labs", "PA-011")
def there_are_more_neutrophils_than_white_cells(case: Case):
    white = typed(case, "WBC")
    neutrophils = case.row("labs", lambda row: row["specimen_id"] == white["specimen_id"] and not isinstance(row["value"], str), test="ANC")
    value = white["value"] * 1.5
    case.need(value < 45)
    case.wrong(neutrophils, **printed("ANC", f"{value:.2f}", "10^9/L"))


@kind("labs", "PA-015")
def direct_bilirubin_is_above_total_bilirubin(case: Case):
    total = typed(case, "TBIL", lambda value: value < 5)
    case.mark(case.add("labs", total, test=Raw("D.Bil"), **printed("DBIL", f"{total['value'] + 0.6:.2f}", "mg/dL")))


@kind("labs", "PA-005")
def a_zero_stands_for_a_test_that_was_not_done(case: Case):
    case.wrong(typed(case, "AST"), value=Raw("0"))


@kind("labs", "PA-012")
def a_result_is_below_zero(case: Case):
    case.mark(case.add("labs", typed(case, "AST"), test=Raw("GGT"), **printed("GGT", "-14", "U/L")))


@kind("labs", "PA-012")
def a_sodium_of_a_diluted_sample(case: Case):
    case.mark(case.add("labs", typed(case, "AST"), test=Raw("Na"), **printed("NA", "61", "mmol/L")))


@kind("labs", "PA-016")
def an_index_of_antibodies_is_below_zero(case: Case):
    case.mark(case.add("labs", typed(case, "AST"), test=Raw("Anti-HCV"), **printed("ANTI_HCV", "-0.14", "")))


@kind("labs", "CV-025")
def a_999_stands_for_a_test_that_was_not_done(case: Case):
    case.wrong(typed(case, "PLT"), **printed("PLT", "999", "10^3/uL"))


@kind("labs", "CP-011")
def a_result_has_no_limit_of_normal(case: Case):
    case.wrong(typed(case, "AST"), upper_limit=Raw(""))


@kind("labs", "CV-016")
def a_result_is_a_word(case: Case):
    case.wrong(typed(case, "AST"), value=Raw("많음"))


@kind("labs", "CV-016")
def a_result_has_two_decimal_points(case: Case):
    case.wrong(typed(case, "AST"), value=Raw("12.5.3"))


@kind("labs", "CV-016")
def a_result_has_a_decimal_comma_where_points_are_used(case: Case):
    result = typed(case, "CREAT")
    case.wrong(result, value=Raw(f"{result['value']:.2f}".replace(".", ",")), unit=Raw("mg/dL"))


@kind("labs", "CV-016")
def a_limit_of_normal_is_a_word(case: Case):
    case.wrong(typed(case, "AST"), lower_limit=Raw("약 5"))


@kind("labs", "CR-003")
def one_specimen_has_two_results_of_a_test(case: Case):
    result = typed(case, "AST")
    case.mark(result, case.add("labs", result, value=result["value"] + 3))


@kind("labs", "PA-021")
def a_whole_panel_is_copied_to_another_day(case: Case):
    panels: dict = {}
    for row in case.rows("labs", lambda row: case.day(row["collected_at"]) > 0):
        panels.setdefault(row["collected_at"], {})[row["test"]] = row
    full = [panel for _, panel in sorted(panels.items()) if len(panel) >= 8 and all(map(fits_number, panel.values()))]
    pairs = [(one, other) for one in full for other in full if one is not other and set(one) == set(other) and is_of_one_file(one, other)]
    first, second = case.pick(pairs)
    for test, row in second.items():
        row["value"] = first[test]["value"]
    case.mark_one_of(*max(first, second, key=lambda panel: panel["AST"]["collected_at"]).values())


def is_of_one_file(*panels: dict) -> bool:
    """Say whether panels are of one year, whose file writes all results of a test in one unit."""
    return len({panel["AST"]["collected_at"].year for panel in panels}) == 1


def fits_number(row: dict) -> bool:
    """Say whether a result is a number."""
    return not isinstance(row["value"], str)


@kind("labs", "PT-005", truth=lambda truth: truth.is_dead)
def blood_is_drawn_after_death(case: Case):
    result = typed(case, "AST")
    case.wrong(result, collected_at=result["collected_at"] + timedelta(case.journey.death + 5 - case.day(result["collected_at"])))


@kind("labs", "PT-001", journey="tace_only")
def blood_is_drawn_after_the_extract(case: Case):
    case.wrong(case.row(test="AST"), collected_at=Raw("2025-03-01 07:10"))


@kind("labs", "PT-002", journey="tace_only")
def blood_is_drawn_before_birth(case: Case):
    case.wrong(case.row(test="AST"), collected_at=Raw("1901-04-04 07:10"))


@kind("labs", "PT-002", journey="tace_only")
def the_day_of_a_specimen_is_the_default_of_a_system(case: Case):
    case.wrong(case.row(test="AST"), collected_at=Raw("1970-01-01"))


@kind("labs", "CV-009", journey="tace_only")
def day_and_month_of_a_specimen_are_swapped(case: Case):
    result = case.row("labs", lambda row: row["collected_at"].day > 12, test="AST")
    case.wrong(result, collected_at=Raw(f"{result['collected_at']:%Y-%d-%m %H:%M}"))


@kind("labs", "CP-004")
def no_bilirubin_was_measured_before_the_treatment(case: Case):
    case.drop("labs", case.rows("labs", lambda row: -40 <= case.day(row["collected_at"]) <= 0, test="TBIL"))
    case.mark(case.patient)


@kind("drug_administrations", "TX-008")
def cisplatin_is_given_with_a_creatinine_of_twice_the_limit(case: Case):
    infusion = case.row("drug_administrations", lambda row: case.day(row["administration_date"]) > 14, drug="CISPLATIN")
    day = case.day(infusion["administration_date"])
    result = case.row("labs", lambda row: day - 2 <= case.day(row["collected_at"]) < day and fits_number(row), test="CREAT")
    result["value"] = 2.6
    case.mark(infusion)


@kind("labs", "PT-011")
def no_blood_is_drawn_on_a_day_of_infusion(case: Case):
    infusion = case.row("drug_administrations", lambda row: row["route"] == "HEPATIC_ARTERY" and case.day(row["administration_date"]) > 14)
    day = case.day(infusion["administration_date"])
    case.drop("labs", case.rows("labs", lambda row: case.day(row["collected_at"]) == day))
    case.mark_one_of(*case.rows("drug_administrations", route="HEPATIC_ARTERY", cycle_no=infusion["cycle_no"]))
