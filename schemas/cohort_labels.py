"""The short names of the cohort's columns, as tables and figures print them, and the units in which numbers are held."""

from schemas.lab_tests import tests_of_patients

LABELS = {
    "row_key": "Row",
    "patient_id": "Patient",
    "arm": "Treatment arm",
    "sex": "Sex",
    "bclc": "BCLC stage as recorded",
    "bclc_group": "BCLC stage",
    "okuda": "Okuda stage",
    "etiology": "Etiology",
    "child_pugh_class": "Child–Pugh class",
    "child_pugh_score": "Child–Pugh score as recorded",
    "derived_child_pugh_score": "Child–Pugh score",
    "ecog": "ECOG performance status",
    "ecog_band": "ECOG performance status in bands",
    "tumour_number": "Number of tumours",
    "tumour_count": "Count of tumours",
    "largest_tumour_cm": "Tumour size",
    "prior_treatments": "Prior treatments other than those of the arms",
    "has_portal_vein_invasion": "Portal vein invasion",
    "has_metastasis": "Distant metastasis",
    "age_years": "Age",
    "height_cm": "Height",
    "weight_kg": "Weight",
    "afp_operator": "AFP, measured or a limit",
    "is_afp_above_400": "AFP > 400 ng/mL",
    "albi_score": "ALBI score",
    "albi_grade": "ALBI grade",
    "malbi_grade": "mALBI grade",
    "vp_grade": "Portal vein invasion, Vp grade",
    "is_within_up_to_seven": "Within up-to-seven",
    "has_prior_locoregional": "Prior locoregional therapy",
    "has_prior_systemic": "Prior systemic therapy",
    "is_child_pugh_class_derived": "Child-Pugh class derived",
    "is_bclc_consistent": "BCLC stage fits the record",
    "vital_status": "Vital status",
    "death_cause_group": "Cause of death",
    "best_response": "Best response",
    "confirmed_best_response": "Confirmed best response",
    "assessed_exam_count": "Exams that count",
    "has_response": "Objective response",
    "has_confirmed_response": "Confirmed objective response",
    "has_disease_control": "Disease control",
    "has_progressed": "Progression",
    "os_days": "Overall survival",
    "os_months": "Overall survival",
    "os_event": "Death",
    "pfs_days": "Progression-free survival",
    "pfs_months": "Progression-free survival",
    "pfs_event": "Progression or death",
    "ttp_days": "Time to progression",
    "ttp_months": "Time to progression",
    "ttp_event": "Progression as an event",
    "has_baseline_exam": "Baseline scan",
    "is_baseline_exam_in_window": "Baseline scan within its window",
    "index_date": "Index date",
    "assessment_date": "Date of the baseline visit",
    "baseline_exam_date": "Date of the baseline scan",
    "progression_date": "Date of progression",
    "best_response_date": "Date of the best response",
    "confirmed_response_date": "Date of the first confirmed response",
    "last_known_alive_date": "Last date known alive",
    "death_date": "Date of death",
    "is_death_date_imputed": "Day of death imputed",
}
UNITS = {  # how the name of a column that holds a number ends
    "_10e3_ul": "10^3/µL",
    "_per_m2": "mg/m²",
    "_ng_ml": "ng/mL",
    "_mg_dl": "mg/dL",
    "_g_dl": "g/dL",
    "_u_l": "U/L",
    "_m2": "m²",
    "_mm": "mm",
    "_cm": "cm",
    "_kg": "kg",
    "_mg": "mg",
    "_pct": "%",
    "_years": "years",
    "_months": "months",
    "_days": "days",
}


def without_unit(column: str) -> str:
    """Return the name of a column without the unit at its end."""
    words = column
    for ending in UNITS:
        words = words.removesuffix(ending)
    return words


LABELS |= {test.patients_column: test.label for test in tests_of_patients()}
LABELS |= {f"{without_unit(test.patients_column)}_date": f"Date of {test.in_a_sentence}" for test in tests_of_patients()}


def label_of(column: str) -> str:
    """Return the short name of a column: its own, or its name in words."""
    return LABELS.get(column) or without_unit(column).replace("_", " ").strip().capitalize()


def unit_of(column: str) -> str:
    """Return the unit of a column that holds numbers, as its name says it; "" for one that has none."""
    name = f"_{column}"  # `days` and `days_from_index` are counts of days as `os_days` is
    if name.startswith("_days_"):
        return "days"
    return next((unit for ending, unit in UNITS.items() if name.endswith(ending)), "")


def label_with_unit(column: str) -> str:
    """Return the short name of a column with its unit, as a table prints it: "Age (years)"."""
    unit = unit_of(column)
    return f"{label_of(column)} ({unit})" if unit else label_of(column)
