"""One row per blood pressure taken."""

import polars as pl

from schemas.column import PATIENT_ID, Column
from schemas.rule import Rule
from schemas.staging_schema import PROVENANCE, STATUS, schema_of

COLUMNS = (
    PATIENT_ID,
    Column(name="day", kind="date", required=True, meaning="Day of the measurement", examples=("2024-03-01",)),
    Column(name="systolic", kind="number", required=True, unit="mmHg", meaning="Systolic pressure", examples=("135",)),
    Column(name="diastolic", kind="number", required=True, unit="mmHg", meaning="Diastolic pressure", examples=("85",)),
)
TYPES = {
    **PROVENANCE,
    "day_status": STATUS,
    "systolic_status": STATUS,
    "diastolic_status": STATUS,
    "systolic": pl.Float64,
    "diastolic": pl.Float64,
    "day": pl.Date,
}
DERIVED: dict[str, str] = {}
RULES = (
    Rule(
        id="BP-003",
        name="pressure_has_its_person",
        level="reject",
        category="conformance, relational",
        columns=("patient_id",),
        when_null="passes: the loader has told of a missing number",
        message="there is no accepted row of persons with this number",
        action="Send the person, or correct the number.",
        citation="Toy protocol",
        parent_table="persons",
        parent_key=("patient_id",),
    ),
)
SCHEMA = schema_of(TYPES, RULES)
