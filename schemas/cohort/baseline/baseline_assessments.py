"""One row per patient: the visit that describes the patient at the index day, the last on or before it within the window."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "source_row_key": pl.String,
    "ecog_band": pl.String,
    "ascites": pl.String,
    "encephalopathy": pl.String,
    "child_pugh_class": pl.String,
    "bclc": pl.String,
    "okuda": pl.String,
    "etiology": pl.String,
    "tumour_number": pl.String,
    "ecog": pl.Int64,
    "child_pugh_score": pl.Int64,
    "tumour_count": pl.Int64,
    "vp_grade": pl.Int64,
    "largest_tumour_cm": pl.Float64,
    "height_cm": pl.Float64,
    "weight_kg": pl.Float64,
    "has_portal_vein_invasion": pl.Boolean,
    "has_metastasis": pl.Boolean,
    "is_child_pugh_class_derived": pl.Boolean,
    "index_date": pl.Date,
    "assessment_date": pl.Date,
}
MEANING = meanings_of(TYPES)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
