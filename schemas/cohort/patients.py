"""One row per cohort patient: everything the statistics need, at the index date and after it."""

import polars as pl

from schemas.cohort_codes import BEST_RESPONSES
from schemas.cohort_columns import meanings_of
from schemas.cohort_labels import without_unit
from schemas.criterion_limits import limits_of
from schemas.lab_tests import tests_of_patients
from schemas.role import ANALYSIS_SET
from schemas.shared_rules import hard_and_soft
from schemas.staging_schema import schema_of

ROLE = ANALYSIS_SET
TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "arm": pl.String,
    "sex": pl.String,
    "bclc": pl.String,
    "bclc_group": pl.String,
    "okuda": pl.String,
    "etiology": pl.String,
    "child_pugh_class": pl.String,
    "ecog_band": pl.String,
    "tumour_number": pl.String,
    "prior_treatments": pl.String,
    "malbi_grade": pl.String,
    "afp_operator": pl.String,
    "vital_status": pl.String,
    "death_cause_group": pl.String,
    "best_response": pl.String,
    "confirmed_best_response": pl.String,
    "age_years": pl.Int64,
    "ecog": pl.Int64,
    "child_pugh_score": pl.Int64,
    "derived_child_pugh_score": pl.Int64,
    "albi_grade": pl.Int64,
    "tumour_count": pl.Int64,
    "vp_grade": pl.Int64,
    "largest_tumour_cm": pl.Float64,
    "height_cm": pl.Float64,
    "weight_kg": pl.Float64,
    "ast_u_l": pl.Float64,
    "alt_u_l": pl.Float64,
    "total_bilirubin_mg_dl": pl.Float64,
    "albumin_g_dl": pl.Float64,
    "inr": pl.Float64,
    "platelets_10e3_ul": pl.Float64,
    "creatinine_mg_dl": pl.Float64,
    "afp_ng_ml": pl.Float64,
    "albi_score": pl.Float64,
    "assessed_exam_count": pl.Int64,
    "os_days": pl.Int64,
    "os_months": pl.Float64,
    "pfs_days": pl.Int64,
    "pfs_months": pl.Float64,
    "ttp_days": pl.Int64,
    "ttp_months": pl.Float64,
    "has_portal_vein_invasion": pl.Boolean,
    "has_metastasis": pl.Boolean,
    "is_within_up_to_seven": pl.Boolean,
    "has_prior_locoregional": pl.Boolean,
    "has_prior_systemic": pl.Boolean,
    "is_afp_above_400": pl.Boolean,
    "is_bclc_consistent": pl.Boolean,
    "is_child_pugh_class_derived": pl.Boolean,
    "os_event": pl.Boolean,
    "pfs_event": pl.Boolean,
    "ttp_event": pl.Boolean,
    "is_death_date_imputed": pl.Boolean,
    "has_progressed": pl.Boolean,
    "has_response": pl.Boolean,
    "has_confirmed_response": pl.Boolean,
    "has_disease_control": pl.Boolean,
    "has_baseline_exam": pl.Boolean,
    "is_baseline_exam_in_window": pl.Boolean,
    "index_date": pl.Date,
    "assessment_date": pl.Date,
    "ast_date": pl.Date,
    "alt_date": pl.Date,
    "total_bilirubin_date": pl.Date,
    "albumin_date": pl.Date,
    "inr_date": pl.Date,
    "platelets_date": pl.Date,
    "creatinine_date": pl.Date,
    "afp_date": pl.Date,
    "baseline_exam_date": pl.Date,
    "progression_date": pl.Date,
    "best_response_date": pl.Date,
    "confirmed_response_date": pl.Date,
    "last_known_alive_date": pl.Date,
    "death_date": pl.Date,
}
MEANING = meanings_of(TYPES)
CODES = {"best_response": BEST_RESPONSES, "confirmed_best_response": BEST_RESPONSES}
OUTCOMES = {  # what is compared patient by patient when settings change, and what people call it
    "best_response": "best response",
    "confirmed_best_response": "confirmed best response",
    "os_event": "death (overall survival)",
    "pfs_event": "event (progression-free survival)",
    "os_days": "overall survival, days",
    "pfs_days": "progression-free survival, days",
}
LABS = {test.patients_column: f"labs:{test.test}" for test in tests_of_patients()}
ALBI_LABS = ("total_bilirubin_mg_dl", "albumin_g_dl")
CHILD_PUGH_LABS = (*ALBI_LABS, "inr")
# The rows behind each column: files of sql/trace/, and after a colon the part of their rows.
TRACED = {
    "arm": ("arm",),
    "index_date": ("index_date",),
    "sex": ("patient",),
    "age_years": ("patient", "index_date"),
    "prior_treatments": ("prior_treatments",),
    **dict.fromkeys(("has_prior_locoregional", "has_prior_systemic"), ("therapies_before",)),
    **{column: (rows,) for column, rows in LABS.items()},
    **{f"{without_unit(column)}_date": (rows,) for column, rows in LABS.items()},
    **dict.fromkeys(("afp_operator", "is_afp_above_400"), (LABS["afp_ng_ml"],)),
    **dict.fromkeys(("bclc", "bclc_group", "okuda", "is_bclc_consistent", "etiology", "ecog_band", "ecog", "assessment_date"), ("visit",)),
    **dict.fromkeys(("tumour_number", "tumour_count", "largest_tumour_cm", "is_within_up_to_seven", "vp_grade"), ("visit",)),
    **dict.fromkeys(("height_cm", "weight_kg", "has_portal_vein_invasion", "has_metastasis"), ("visit",)),
    **dict.fromkeys(
        ("child_pugh_class", "child_pugh_score", "is_child_pugh_class_derived"),
        ("visit", *(LABS[column].replace("labs", "labs_without_recorded_class") for column in CHILD_PUGH_LABS)),
    ),
    "derived_child_pugh_score": ("visit", *(LABS[column] for column in CHILD_PUGH_LABS)),
    **dict.fromkeys(("albi_score", "albi_grade", "malbi_grade"), tuple(LABS[column] for column in ALBI_LABS)),
    **dict.fromkeys(("has_baseline_exam", "is_baseline_exam_in_window", "baseline_exam_date"), ("baseline_exam",)),
    **dict.fromkeys(("best_response", "best_response_date", "has_response"), ("responses:best",)),
    **dict.fromkeys(("has_disease_control", "assessed_exam_count"), ("responses:best",)),
    **dict.fromkeys(("confirmed_best_response", "has_confirmed_response", "confirmed_response_date"), ("responses:confirmed",)),
    **{f"{name}_{part}": (f"times:{name.upper()}",) for name in ("os", "pfs", "ttp") for part in ("days", "months", "event")},
    **dict.fromkeys(("has_progressed", "progression_date"), ("progression",)),
    **dict.fromkeys(("vital_status", "death_cause_group", "is_death_date_imputed", "last_known_alive_date", "death_date"), ("last_state",)),
}
AGE_IS_POSSIBLE, AGE_IS_USUAL = hard_and_soft(
    "age_years", "PA-001", tuple(limits_of("is_adult").values()), (25, 90), "the age at the index date in years"
)
RULES = (
    # Patients of another age are excluded by cohort.eligibility: one that comes here all the same stops the run.
    AGE_IS_POSSIBLE.on("age_years", level="stop", criterion="is_adult"),
    AGE_IS_USUAL.on("age_years", criterion="is_adult", is_of_those_listed=True),
)
SCHEMA = schema_of(TYPES, RULES)
