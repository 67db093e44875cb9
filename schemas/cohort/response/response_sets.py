"""One row per set of responses and response that counts in it."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.role import RESPONSE_SETS
from schemas.staging_schema import schema_of

ROLE = RESPONSE_SETS
TYPES = {
    "row_key": pl.String,
    "response_set": pl.String,
    "label": pl.String,
    "response": pl.String,
    "order_no": pl.Int64,
}
MEANING = meanings_of(
    TYPES,
    response_set="The rate that counts these responses",
    label="Its name in print",
    response="A best response that it counts",
    order_no="Place in the list, by which rates and their responses are printed",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
