"""One row per regimen and drug (and body weight from which on it has another dose): the plan in force."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.reference import regimens
from schemas.staging_schema import schema_of

OWN = {"regimen_no": pl.Int64, "is_counted": pl.Boolean, "is_in_force": pl.Boolean}
TYPES = {
    name: {**regimens.TYPES, **OWN}[name]
    for name in (
        "regimen",
        "label",
        "treatment",
        "drug",
        "dose_unit",
        "regimen_no",
        "from_weight_kg",
        "first_day",
        "days",
        "last_cycle_no",
        "dose",
        "least_interval_days",
        "cycle_days",
        "most_interval_days",
        "late_after_days",
        "most_cycles",
        "is_needed",
        "may_be_reduced",
        "has_daily_labs",
        "is_counted",
        "is_in_force",
    )
}
MEANING = meanings_of(
    TYPES,
    **{name: meaning for name, meaning in regimens.MEANING.items() if name in TYPES},
    regimen_no="Its place: those that the study counts first",
    is_counted="Whether cycles of the index treatment are held against it",
    is_in_force="Whether doses are held against it: it is of the index treatment, or of a treatment that an arm asks about",
)
CODES = regimens.CODES
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
