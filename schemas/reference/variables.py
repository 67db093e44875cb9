"""One row per variable of a patient at baseline that a study can name: the column or laboratory test that it is, and its levels."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "variable": pl.String,
    "label": pl.String,
    "kind": pl.String,
    "column": pl.String,
    "operator": pl.String,
    "coarse": pl.String,
    "levels": pl.String,
    "seldom": pl.String,
    "skewed": pl.String,
    "table1_order": pl.Int64,
    "citation": pl.String,
}
MEANING = meanings_of(
    TYPES,
    variable="Variable",
    label="Its name in print; NULL: that of the column",
    kind="number, factor, or flags of which a patient may have several; arm: only arms are made of it, and no table shows it",
    column="The column of the baseline, or the laboratory test, that it is; NULL for what only arms are made of",
    operator="The column that says of a number whether it is measured or a bound",
    coarse="The column that holds bands where a site sends no finer values",
    levels="name=label=code|code of each level, in order; NULL: each code is one",
    seldom="Levels that are printed only where a patient has them",
    skewed="yes: a mean would say little of it",
    table1_order="Its place in the usual Table 1; NULL: it is not in it",
    citation="Source of the row",
)
CODES = {"kind": {"number": "Number", "factor": "Factor", "flags": "Flags", "arm": "Of arms only"}}
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
