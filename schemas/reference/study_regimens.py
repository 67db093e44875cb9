"""One row per regimen of the study: where it names those of a treatment, cycles of another regimen do not count."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "regimen": pl.String,
    "treatment": pl.String,
    "label": pl.String,
    "order_no": pl.Int64,
}
MEANING = meanings_of(
    TYPES,
    regimen="Regimen",
    treatment="Treatment that it is a way of giving",
    label="Its name in print",
    order_no="Its place in the settings",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
