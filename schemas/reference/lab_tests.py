"""One row per laboratory test: what means it in an extract, its unit and limits, its column in cohort.patients."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "test": pl.String,
    "label": pl.String,
    "name": pl.String,
    "loinc": pl.List(pl.String),
    "unit": pl.String,
    "is_qualitative": pl.Boolean,
    "may_be_zero": pl.Boolean,
    "hard_low": pl.Float64,
    "hard_high": pl.Float64,
    "soft_low": pl.Float64,
    "soft_high": pl.Float64,
    "range_rule": pl.String,
    "sentinels": pl.List(pl.String),
    "caps": pl.List(pl.String),
    "patients_column": pl.String,
    "words": pl.List(pl.String),
    "citation": pl.String,
}
MEANING = meanings_of(
    TYPES,
    label="Its name in print",
    name="Its name in full",
    loinc="LOINC codes that mean it",
    unit="Standard unit, in which its limits are; the others stand in sql/reference/lab_units.csv. NULL for a ratio",
    is_qualitative="Whether its results may be words: positive, negative",
    may_be_zero="Whether zero is a result, of a test that has no range",
    hard_low="Least that is possible; NULL where the test has no range",
    hard_high="Most that is possible",
    soft_low="Least that is usual",
    soft_high="Most that is usual",
    range_rule="Rule that holds the range",
    sentinels="Numbers that systems write for unknown, as far as its range lets them pass and they are no ordinary result",
    caps="Upper limits of common assays, at which a result without its sign is asked about",
    patients_column="Column of cohort.patients that holds its baseline result; NULL where it has none",
    words="What means it in an extract",
    citation="Source of the row",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
