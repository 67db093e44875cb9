"""One row per query found tonight whose patient is in the cohort or may be: what its answer could change of the results, at the most."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "identity": pl.String,
    "influence": pl.Int32,
    "added_patients": pl.Int64,
    "cohort_patients": pl.Int64,
    "movable_results": pl.String,
}
MEANING = meanings_of(
    TYPES,
    identity="Digest of rule, patient, entity and columns",
    influence="4: may add a patient to the cohort, 3: may move the primary endpoint, 2: another result, 1: of the cohort",
    added_patients="Patients whom the answer could add to the cohort, at the most",
    cohort_patients="Patients in the cohort",
    movable_results="Results of the patient that the answer could move, the primary endpoint first",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
