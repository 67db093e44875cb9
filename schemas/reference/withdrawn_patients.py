"""One row per patient who has withdrawn from the registry: no row of such a patient is taken, though the hospital may still send them."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {"patient_id": pl.String}
MEANING = meanings_of(TYPES)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
