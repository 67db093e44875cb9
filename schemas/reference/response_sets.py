"""One row per set of responses and response in it: which responses a rate counts, and under which setting."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "response_set": pl.String,
    "label": pl.String,
    "response": pl.String,
    "order_no": pl.Int64,
    "when": pl.String,
    "citation": pl.String,
}
MEANING = meanings_of(
    TYPES,
    response_set="The rate that counts these responses",
    label="Its name in print",
    response="A best response that it counts",
    order_no="Place in the list, by which rates and their responses are printed",
    when="The setting and its value under which the response belongs to the set; blank: always",
    citation="Source of the row",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
