"""One row per accepted visit with a recorded Child-Pugh score or class: the score of the five items beside the recorded one."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "source_row_key": pl.String,
    "ascites": pl.String,
    "encephalopathy": pl.String,
    "recorded_class": pl.String,
    "recorded_score": pl.Int64,
    "derived_score": pl.Int64,
    "lab_distance_days": pl.Int64,
    "total_bilirubin_mg_dl": pl.Float64,
    "albumin_g_dl": pl.Float64,
    "inr": pl.Float64,
    "assessment_date": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    ascites="Ascites at the visit: none, mild, moderate",
    encephalopathy="Hepatic encephalopathy grade at the visit: none, 1-2, 3-4",
    recorded_class="Child-Pugh class as recorded",
    recorded_score="Child-Pugh score in points as recorded",
    derived_score="Child-Pugh score in points, from all of its five items",
    lab_distance_days="Days between the visit and the farthest of the three results",
    total_bilirubin_mg_dl="Total bilirubin nearest to the visit, mg/dL",
    albumin_g_dl="Albumin nearest to the visit, g/dL",
    inr="International normalised ratio nearest to the visit",
    assessment_date="Day of the visit",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
