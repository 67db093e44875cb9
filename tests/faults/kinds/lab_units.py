"""Results that stand in the wrong unit, or under the wrong name."""

from pipelines.synthetic.extract import Raw
from pipelines.synthetic.fault import Case, Kind, kind
from pipelines.synthetic.laboratory_files import LIMITS

# test, its name, factor by which the number is off, values in the plain unit for which that is impossible, unit measured, unit written
SWAPS = (
    ("TBIL", "bilirubin", 17.104, (1.8, 4.5), "µmol/L", "mg/dL"),
    ("CREAT", "creatinine", 88.4, (0.5, 3.0), "µmol/L", "mg/dL"),
    ("ALB", "albumin", 10.0, (1.5, 5.5), "g/L", "g/dL"),
    ("HGB", "haemoglobin", 10.0, (5.0, 19.0), "g/L", "g/dL"),
    ("PLT", "platelets", 1000.0, (20, 1000), "/uL", "10^3/uL"),
    ("WBC", "white_cells", 1000.0, (1.1, 50), "/uL", "10^3/uL"),
    ("ANC", "neutrophils", 1000.0, (0.5, 50), "/uL", "10^3/uL"),
    ("ALB", "albumin", 1.0, (1.5, 5.5), "g/dL", "g/L"),
    ("HGB", "haemoglobin", 1.0, (5.0, 19.0), "g/dL", "g/L"),
    ("CREAT", "creatinine", 1.0, (0.5, 3.0), "mg/dL", "umol/L"),
    ("TBIL", "bilirubin", 1.0, (0.1, 1.6), "mg/dL", "umol/L"),
    ("PLT", "platelets", 1.0, (20, 1000), "10^3/uL", "/uL"),
)


def swap(test: str, name: str, factor: float, limits: tuple[float, float], measured: str, written: str) -> Kind:
    """Return the kind of fault that one unit's numbers stand under another unit's name."""

    def plant(case: Case) -> None:
        result = typed(case, test, lambda value: limits[0] <= value <= limits[1])
        value = f"{result['value'] * factor:.4g}"
        case.wrong(result, **printed(test, value, written))

    plant.__name__ = f"{name}_in_{measured}_is_written_as_{written}"
    return kind("labs", "PA-014")(plant)


def printed(test: str, value: str, unit: str) -> dict[str, Raw]:
    """Return the cells of a result as they are printed, with the limits of normal of the plain unit."""
    low, high = LIMITS.get(test, ("", ""))
    return {"value": Raw(value), "unit": Raw(unit), "lower_limit": Raw(low), "upper_limit": Raw(high)}


def typed(case: Case, test: str, fits=lambda value: True):
    """Return a result of a test that is a number, from a day after the first infusion."""
    return case.row(
        "labs", lambda row: not isinstance(row["value"], str) and case.day(row["collected_at"]) > 0 and fits(row["value"]), test=test
    )


KINDS = tuple(swap(*slip) for slip in SWAPS)


@kind("labs", "PA-009")
def a_prothrombin_time_in_seconds_stands_as_inr(case: Case):
    result = typed(case, "INR")
    case.wrong(result, value=Raw(f"{result['value'] * 11.8:.1f}"))


@kind("labs", "PA-009")
def a_prothrombin_time_in_percent_stands_as_inr(case: Case):
    result = typed(case, "INR")
    case.wrong(result, value=Raw(f"{100 / result['value']:.0f}"))


@kind("labs", "PA-013")
def an_afp_at_the_limit_of_the_assay_has_lost_its_sign(case: Case):
    case.wrong(typed(case, "AFP"), value=Raw("60500"))


@kind("labs", "PA-013")
def an_afp_at_the_limit_of_another_assay_has_lost_its_sign(case: Case):
    case.wrong(typed(case, "AFP"), value=Raw("54000"))


@kind("labs", "CV-014")
def a_unit_is_missing(case: Case):
    case.wrong(typed(case, "TBIL", lambda value: value < 1.5), unit=Raw(""))


@kind("labs", "CV-014")
def a_unit_belongs_to_another_test(case: Case):
    case.wrong(typed(case, "AST"), unit=Raw("mg/dL"))


@kind("labs", "CV-014")
def a_unit_is_in_no_list(case: Case):
    case.wrong(typed(case, "PLT"), unit=Raw("개"))


@kind("labs", "CV-013")
def the_name_of_a_test_is_misspelt(case: Case):
    case.wrong(typed(case, "AST"), test=Raw("ASTT(GOTT)"))


@kind("labs", "CV-013")
def the_code_of_a_test_is_in_no_dictionary(case: Case):
    case.wrong(typed(case, "ALT"), test=Raw("9999-9"))
