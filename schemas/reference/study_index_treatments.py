"""One row per treatment from whose first day the study counts time: the drugs that begin it, where the study names regimens of it."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "treatment": pl.String,
    "label": pl.String,
    "beginning": pl.String,
    "drugs": pl.List(pl.String),
    "order_no": pl.Int64,
}
MEANING = meanings_of(
    TYPES,
    treatment="Treatment",
    label="Its name in the middle of a sentence",
    beginning="What begins it, in words",
    drugs="Drugs of the study's regimens; NULL where any drug of the treatment, or the procedure, begins it",
    order_no="Its place in the settings",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
