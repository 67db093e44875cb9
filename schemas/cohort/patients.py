"""One row per cohort patient: everything the statistics need, at the index date and after it."""

import pandera.polars as pa
import polars as pl

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
    check=pa.Check.isin(("first_line", "post_ate_beva", "child_pugh_a", "child_pugh_b", "child_pugh_c")),
)
RULES = (
    # Patients of another age are excluded by cohort.eligibility: one that comes here all the same stops the run.
    AGE_IS_POSSIBLE.on("age_years", level="stop"),
    AGE_IS_USUAL,
    ARM_IS_KNOWN,
)
SCHEMA = schema_of(TYPES, RULES)
