"""One row per accepted patient with an index date: who the patient is at the index day."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
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
    "assessment_row_key": pl.String,
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
    "has_portal_vein_invasion": pl.Boolean,
    "has_metastasis": pl.Boolean,
    "is_within_up_to_seven": pl.Boolean,
    "has_prior_locoregional": pl.Boolean,
    "has_prior_systemic": pl.Boolean,
    "is_afp_above_400": pl.Boolean,
    "is_bclc_consistent": pl.Boolean,
    "is_child_pugh_class_derived": pl.Boolean,
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
}
MEANING = meanings_of(TYPES)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
