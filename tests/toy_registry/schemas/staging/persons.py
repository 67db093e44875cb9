"""One row per person whose blood pressure is taken."""

import polars as pl

from schemas.column import PATIENT_ID, Column
from schemas.column_check import holds
from schemas.role import PATIENTS
from schemas.rule import Rule
from schemas.staging_schema import PROVENANCE, STATUS, schema_of

ROLE = PATIENTS
COLUMNS = (
    PATIENT_ID,
    Column(name="birth_year", kind="integer", required=True, meaning="Year of birth", examples=("1950",), headers=("birth year",)),
)
TYPES = {**PROVENANCE, "birth_year_status": STATUS, "birth_year": pl.Int64}
DERIVED: dict[str, str] = {}
RULES = (
    Rule(
        id="BP-001",
        name="birth_year_is_possible",
        level="reject",
        category="plausibility, atemporal",
        columns=("birth_year",),
        when_null="passes: a person of unknown age may be measured",
        message="the year of birth lies outside 1900 to 2024",
        action="Correct the year of birth.",
        citation="Toy protocol",
        check=holds("in_range", 1900, 2024),
    ),
)
SCHEMA = schema_of(TYPES, RULES)
