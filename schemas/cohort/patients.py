"""One row per cohort patient: everything the statistics need, at the index date and after it."""

import pandera.polars as pa
import polars as pl

from schemas.cohort_codes import BEST_RESPONSES, COMPARED_ARMS
from schemas.cohort_columns import meanings_of
from schemas.role import ANALYSIS_SET
from schemas.rule import Rule
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
    "etiology": pl.String,
    "child_pugh_class": pl.String,
    "ecog_band": pl.String,
    "tumour_number": pl.String,
    "prior_treatments": pl.String,
    "afp_operator": pl.String,
    "vital_status": pl.String,
    "best_response": pl.String,
    "confirmed_best_response": pl.String,
    "age_years": pl.Int64,
    "ecog": pl.Int64,
    "child_pugh_score": pl.Int64,
    "derived_child_pugh_score": pl.Int64,
    "albi_grade": pl.Int64,
    "tumour_count": pl.Int64,
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
    "is_afp_above_400": pl.Boolean,
    "is_bclc_consistent": pl.Boolean,
    "os_event": pl.Boolean,
    "pfs_event": pl.Boolean,
    "ttp_event": pl.Boolean,
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
CODES = {"arm": COMPARED_ARMS, "best_response": BEST_RESPONSES, "confirmed_best_response": BEST_RESPONSES}
OUTCOMES = {  # what is compared patient by patient when settings change, and what people call it
    "best_response": "best response",
    "confirmed_best_response": "confirmed best response",
    "os_event": "death (overall survival)",
    "pfs_event": "event (progression-free survival)",
    "os_days": "overall survival, days",
    "pfs_days": "progression-free survival, days",
}
# The rows behind each column: files of sql/trace/, and after a colon the part of their rows.
TRACED = {
    "arm": ("arm",),
    "index_date": ("index_date",),
    "sex": ("patient",),
    "age_years": ("patient", "index_date"),
    "prior_treatments": ("prior_treatments",),
    **dict.fromkeys(("ast_u_l", "ast_date"), ("labs:AST",)),
    **dict.fromkeys(("alt_u_l", "alt_date"), ("labs:ALT",)),
    **dict.fromkeys(("total_bilirubin_mg_dl", "total_bilirubin_date"), ("labs:TBIL",)),
    **dict.fromkeys(("albumin_g_dl", "albumin_date"), ("labs:ALB",)),
    **dict.fromkeys(("inr", "inr_date"), ("labs:INR",)),
    **dict.fromkeys(("platelets_10e3_ul", "platelets_date"), ("labs:PLT",)),
    **dict.fromkeys(("creatinine_mg_dl", "creatinine_date"), ("labs:CREAT",)),
    **dict.fromkeys(("afp_ng_ml", "afp_operator", "afp_date", "is_afp_above_400"), ("labs:AFP",)),
    **dict.fromkeys(("bclc", "bclc_group", "is_bclc_consistent", "etiology", "ecog_band", "ecog", "assessment_date"), ("visit",)),
    **dict.fromkeys(("tumour_number", "tumour_count", "largest_tumour_cm"), ("visit",)),
    **dict.fromkeys(("height_cm", "weight_kg", "has_portal_vein_invasion", "has_metastasis"), ("visit",)),
    **dict.fromkeys(
        ("child_pugh_class", "child_pugh_score"),
        ("visit", *(f"labs_without_recorded_class:{test}" for test in ("TBIL", "ALB", "INR"))),
    ),
    "derived_child_pugh_score": ("visit", "labs:TBIL", "labs:ALB", "labs:INR"),
    **dict.fromkeys(("albi_score", "albi_grade"), ("labs:TBIL", "labs:ALB")),
    **dict.fromkeys(("has_baseline_exam", "is_baseline_exam_in_window", "baseline_exam_date"), ("baseline_exam",)),
    **dict.fromkeys(("best_response", "best_response_date", "has_response"), ("responses:best",)),
    **dict.fromkeys(("has_disease_control", "assessed_exam_count"), ("responses:best",)),
    **dict.fromkeys(("confirmed_best_response", "has_confirmed_response", "confirmed_response_date"), ("responses:confirmed",)),
    **{f"{name}_{part}": (f"times:{name.upper()}",) for name in ("os", "pfs", "ttp") for part in ("days", "months", "event")},
    **dict.fromkeys(("has_progressed", "progression_date"), ("progression",)),
    **dict.fromkeys(("vital_status", "last_known_alive_date", "death_date"), ("last_state",)),
}
AGE_IS_POSSIBLE, AGE_IS_USUAL = hard_and_soft("age_years", "PA-001", (18, 110), (25, 90), "the age at the index date in years")
ARM_IS_KNOWN = Rule(
    id="CR-010",
    name="arm_is_one_of_those_compared",
    level="stop",
    category="conformance, relational",
    columns=("arm",),
    when_null="fails, by the rule of the same number in the suite",
    message="the arm is none of those compared",
    action="This is a fault of the registry's SQL: report it.",
    citation="Registry protocol: two arms",
    check=pa.Check.isin(tuple(COMPARED_ARMS)),
)
RULES = (
    # Patients of another age are excluded by cohort.eligibility: one that comes here all the same stops the run.
    AGE_IS_POSSIBLE.on("age_years", level="stop"),
    AGE_IS_USUAL,
    ARM_IS_KNOWN,
)
SCHEMA = schema_of(TYPES, RULES)
