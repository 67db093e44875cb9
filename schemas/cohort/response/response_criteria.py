"""One row per response criterion of the study, the primary one first."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.reference.response_criteria import LIMITS
from schemas.role import RESPONSE_CRITERIA
from schemas.staging_schema import schema_of

ROLE = RESPONSE_CRITERIA
TYPES = {
    "row_key": pl.String,
    "criterion": pl.String,
    "label": pl.String,
    "diameter": pl.String,
    "limits_in_words": pl.String,
    "order_no": pl.Int64,
    "measured_read_count": pl.Int64,
    "recorded_read_count": pl.Int64,
    "unverifiable_read_count": pl.Int64,
    "is_primary_criterion": pl.Boolean,
    "is_recorded_criterion": pl.Boolean,
    "is_evaluable": pl.Boolean,
}
MEANING = meanings_of(
    TYPES,
    recorded_read_count="Reads with a recorded response",
    unverifiable_read_count="Those of readers without a complete baseline sum, which no arithmetic can verify",
    label="Its name in print",
    diameter=LIMITS["diameter"],
    order_no="Place among the criteria of the study, the primary one first",
    measured_read_count="Reads with a sum of the diameters that the criterion asks for",
    is_evaluable="Whether responses can be told by it: the diameters are sent, or the responses are recorded",
)
CODES = {"diameter": {"viable": "Viable tumour", "total": "Whole lesion"}}
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
