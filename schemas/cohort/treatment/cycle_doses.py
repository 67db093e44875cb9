"""One row per patient, cycle of an index treatment and drug given in it or planned: its days and its amount, beside the plan."""

import polars as pl

from schemas.code_book import code_labels
from schemas.cohort_columns import meanings_of
from schemas.reference import regimens
from schemas.staging_schema import schema_of

REGIMENS = code_labels("regimens") | {"OTHER": "Another"}
TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "source_row_key": pl.String,
    "treatment": pl.String,
    "regimen": pl.String,
    "drug": pl.String,
    "on_days": pl.String,
    "dose_unit": pl.String,
    "cycle_no": pl.Int64,
    "given_days": pl.Int64,
    "first_treatment_day": pl.Int64,
    "span_days": pl.Int64,
    "session_days": pl.Int64,
    "planned_first_day": pl.Int64,
    "planned_days": pl.Int64,
    "planned_session_days": pl.Int64,
    "given_mg": pl.Float64,
    "planned_dose": pl.Float64,
    "body_size": pl.Float64,
    "given_by_body": pl.Float64,
    "planned_by_body": pl.Float64,
    "relative_dose_pct": pl.Float64,
    "is_planned": pl.Boolean,
    "is_short": pl.Boolean,
    "is_whole": pl.Boolean,
    "has_reduction_reason": pl.Boolean,
    "cycle_start_date": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    source_row_key="Row of accepted.drug_administrations that begins the cycle",
    treatment="Index treatment",
    regimen="Regimen of the cycle by its drugs; OTHER where it is none of the list",
    drug="Drug",
    on_days="Days of the cycle with the drug, counted from its first dose of any; blank for a drug left out",
    dose_unit="Unit of the planned dose: mg/m2, mg/kg or mg",
    cycle_no="Number of the cycle, from 1",
    given_days="Days with the drug",
    first_treatment_day="Of the days with any dose the how-manieth had the drug first",
    span_days="Calendar days from the first to the last dose of the drug",
    session_days="Calendar days from the first to the last dose of the cycle",
    planned_first_day="Day of the cycle on which the drug is planned first",
    planned_days="Days on which it is planned; NULL for every day",
    planned_session_days="Last day of the cycle for which any drug is planned",
    given_mg="Amount given in the cycle, mg; 0 for a drug left out",
    planned_dose="Planned dose of a day, in dose_unit",
    body_size="Body surface area (m2) or weight (kg) that the dose is of; 1 for a flat one",
    given_by_body="Amount given in the cycle, in dose_unit",
    planned_by_body="Amount planned for the cycle, in dose_unit",
    relative_dose_pct="Amount given of the amount planned, %",
    is_planned="Whether the plan has the drug in this cycle",
    is_short="Whether it was given on fewer days than planned",
    is_whole="Whether no dose near the cycle is quarantined and no day number contradicts the others",
    has_reduction_reason="Whether a reason for a reduction is recorded in the cycle",
    cycle_start_date="First day of the cycle",
)
CODES = {
    "treatment": code_labels("treatments"),
    "regimen": REGIMENS,
    "drug": code_labels("drugs"),
    "dose_unit": regimens.CODES["dose_unit"],
}
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
