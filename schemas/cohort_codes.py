"""The codes that stand in columns of the cohort tables, with their labels, in the order in which they are shown.

The first code of an order is the reference level of a comparison. The data dictionary, the Parquet files, the scripts that read a release
and the report all take codes, order and labels from here; a table where fewer codes can stand says so in its schema (`CODES`).
"""

from types import ModuleType

from schemas.code_book import code_labels, listed_rows

Codes = dict[str | int, str]  # code -> label, in order

BEST_RESPONSES: Codes = {
    "CR": "Complete response",
    "PR": "Partial response",
    "SD": "Stable disease",
    "NON-CR/NON-PD": "Neither complete response nor progression, without targets",
    "PD": "Progressive disease",
    "NE": "Not evaluable",
}
_RESPONSES: Codes = BEST_RESPONSES | {"ND": "Not done"}
_TARGET_RESPONSES: Codes = {code: BEST_RESPONSES[code] for code in ("CR", "PR", "SD", "PD", "NE")} | {"NA": "No target lesion"}
_NON_TARGET_RESPONSES: Codes = {
    "CR": "Complete response",
    "IR/SD": "Incomplete response or stable disease",
    "PD": "Progressive disease",
    "NE": "Not evaluable",
    "NA": "No non-target lesion",
}
_CLASSES: Codes = {"A": "A", "B": "B", "C": "C"}
_LEFT: Codes = {"NONE": "Nothing", "NODE": "Node between a normal one and a target", "TUMOUR": "Tumour"}
_MODALITIES: Codes = {"CT": "CT", "MRI": "MRI"}
_SIGNS: Codes = {
    "=": "Measured",
    "<": "Below the limit",
    "<=": "At or below the limit",
    ">": "Above the limit",
    ">=": "At or above the limit",
}
_PRIOR_TREATMENTS: Codes = {
    row["table1_label"]: row["table1_title"] for row in sorted(listed_rows("treatments"), key=lambda row: int(row["table1_no"]))
}

_CODES: dict[str, Codes] = {
    "index_treatment": code_labels("treatments"),
    "sex": {"M": "Male", "F": "Female"},
    "bclc": {stage: stage for stage in ("0", "A", "B", "C", "D")},
    "okuda": {stage: stage for stage in ("I", "II", "III")},
    "bclc_group": {stage: stage for stage in ("0/A", "B", "C", "D")},
    "etiology": {
        "HBV": "Hepatitis B virus",
        "HCV": "Hepatitis C virus",
        "HBV+HCV": "HBV+HCV",
        "Alcohol": "Alcohol",
        "Others": "Others",
    },
    "child_pugh_class": _CLASSES,
    "recorded_class": _CLASSES,
    "ascites": {"none": "None", "mild": "Mild", "moderate": "Moderate"},
    "encephalopathy": {"none": "None", "1-2": "Grade 1–2", "3-4": "Grade 3–4"},
    "ecog": {score: str(score) for score in range(5)},
    "ecog_band": {"0": "0", "1-2": "1–2", "3-4": "3–4"},
    "tumour_number": {"single": "Single", "multiple": "Multiple"},
    "albi_grade": {grade: str(grade) for grade in (1, 2, 3)},
    "malbi_grade": {grade: grade for grade in ("1", "2a", "2b", "3")},
    "vp_grade": {grade: f"Vp{grade}" for grade in range(5)},
    "prior_treatments": _PRIOR_TREATMENTS,
    "afp_operator": _SIGNS,
    "value_operator": _SIGNS,
    "death_cause_group": {
        "HCC": "Hepatocellular carcinoma",
        "LIVER FAILURE": "Liver failure",
        "BLEEDING": "Bleeding",
        "INFECTION": "Infection",
        "TREATMENT": "Treatment",
        "OTHER": "Other cause",
    },
    "vital_status": {"ALIVE": "Alive", "DEAD": "Dead"},
    "best_response": BEST_RESPONSES | {"MISSING": "No exam that counts"},
    "confirmed_best_response": BEST_RESPONSES | {"MISSING": "No exam that counts"},
    **dict.fromkeys(
        (
            "response",
            "first_response",
            "second_response",
            "first_reader_response",
            "adjudicator_response",
            "favourite_response",
            "worst_response",
            "adjudicated_recorded_response",
            "adjudicated_derived_response",
        ),
        _RESPONSES,
    ),
    **dict.fromkeys(
        ("recorded_overall_response", "derived_overall_response", "overall_response_by_recorded_parts"),
        _RESPONSES | {"NED": "No disease at baseline"},
    ),
    "recorded_target_response": _TARGET_RESPONSES,
    "derived_target_response": _TARGET_RESPONSES | {"REVIEW": "For the adjudicator"},
    "recorded_non_target_response": _NON_TARGET_RESPONSES,
    "derived_non_target_response": _NON_TARGET_RESPONSES | {"REVIEW": "For the adjudicator"},
    "decided_by": {
        "consensus": "Readers agree",
        "adjudicator": "Adjudicator",
        "first_reader": "First reader",
        "worst": "Worst of the readers",
        "none": "Nobody",
    },
    "basis": {"used": "Response that counts", "recorded": "Recorded response", "derived": "Derived response"},
    "reader_role": {"reader": "Reader", "adjudicator": "Adjudicator"},
    "course": code_labels("treatments"),
    "organ": {
        "LIVER": "Liver",
        "PORTAL_VEIN": "Portal vein",
        "LYMPH_NODE_PORTA": "Lymph node at the porta hepatis",
        "LYMPH_NODE_OTHER": "Other lymph node",
        "LUNG": "Lung",
        "ADRENAL": "Adrenal gland",
        "BONE": "Bone",
        "PERITONEUM": "Peritoneum",
        "OTHER": "Other",
    },
    "role": {"TARGET": "Target", "NONTARGET": "Non-target", "NEW": "New"},
    "origin_role": {"TARGET": "Target", "NONTARGET": "Non-target"},
    "lesion_kind": {
        "MASS": "Mass",
        "NODE": "Lymph node",
        "INFILTRATIVE": "Infiltrative tumour",
        "THROMBUS": "Thrombus of a vein",
        "EFFUSION": "Effusion or ascites",
    },
    "cytology": {"POSITIVE": "Malignant", "NEGATIVE": "Not malignant", "NOT DONE": "Not done"},
    "treated_before": {"N": "Not treated before", "Y": "Treated before", "PROGRESSED": "Treated before, and progressed since"},
    "left_state": _LEFT,
    "left_targets": _LEFT,
    "left_non_targets": _LEFT,
    "new_lesion_state": {
        "YES": "Progression",
        "LATER": "Equivocal, confirmed later",
        "RECORDED": "As the reader recorded",
        "EQUIVOCAL": "Equivocal",
        "NO": "Normal lymph node",
    },
    "modality": _MODALITIES,
    "baseline_modality": _MODALITIES,
    "censoring_code": {0: "Event", 1: "Censored"},
    "kind": {"event": "Event", "censoring": "Censoring", "end": "End of observation"},
    "worst_grade": {grade: str(grade) for grade in range(6)},
}
# Codes that the settings of a registry say: the table of `reference` that lists them with their labels, its column of codes, the order.
OF_SETTINGS = {
    "arm": ("study_arms", "arm", "not is_reference, order_no"),  # a comparison begins with the reference
    "recorded_arm": ("study_arms", "recorded_as", "not is_reference, order_no"),
    "parameter": ("study_endpoints", "endpoint", "study_no, list_no"),
}
LIVER_DEATHS = ("HCC", "LIVER FAILURE", "BLEEDING")  # groups of causes of death; a study may name others
SEPARATORS = {"prior_treatments": ";"}  # a cell of these columns holds any number of codes, none where it is empty


def codes_of(schema: ModuleType | None, column: str) -> Codes:
    """Return the codes of a column of a cohort table with their labels, in order; {} for a column that is not coded."""
    own = getattr(schema, "CODES", {})
    return own[column] if column in own else _CODES.get(column, {})
