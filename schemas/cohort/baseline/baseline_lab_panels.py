"""One row per patient with baseline labs: the results of Table 1 side by side, each with its day."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "afp_operator": pl.String,
    "ast_u_l": pl.Float64,
    "alt_u_l": pl.Float64,
    "total_bilirubin_mg_dl": pl.Float64,
    "albumin_g_dl": pl.Float64,
    "inr": pl.Float64,
    "platelets_10e3_ul": pl.Float64,
    "creatinine_mg_dl": pl.Float64,
    "afp_ng_ml": pl.Float64,
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
