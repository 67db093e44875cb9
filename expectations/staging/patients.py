"""Patients: one row each, with a date of birth (or an age at diagnosis) that the other dates can be held against."""

from expectations.date_rules import DEFAULT_DATES, NULL_PASSES, not_before_birth, not_in_the_future
from expectations.key_rules import one_row_per
from schemas.rule import Rule
from schemas.staging.patients import KEY

RULES = (
    one_row_per(
        KEY,
        "CR-001",
        "patient_has_one_row",
        "reject",
        "several rows of this patient contradict each other; all are set aside",
        "Send one row per patient.",
        "OHDSI DataQualityDashboard isPrimaryKey",
    ),
    Rule(
        id="CP-001",
        name="birth_date_is_complete_or_age_at_diagnosis_is_known",
        level="reject",
        category="completeness",
        columns=("birth_date", "age_at_diagnosis_years"),
        when_null="fails: without either there is no age",
        message="the date of birth is missing or partial, and there is no age at diagnosis",
        action="Fill in the date of birth and send the row again.",
        citation="OHDSI DataQualityDashboard isRequired",
        where="birth_date_status in ('missing', 'partial') and age_at_diagnosis_years is null",
    ),
    *not_in_the_future("birth_date", "hcc_dx_date"),
    Rule(
        id="PT-002",
        name="birth_date_is_no_default_date",
        level="reject",
        category="plausibility, temporal",
        columns=("birth_date",),
        when_null=NULL_PASSES,
        message="the date of birth is one that systems fill in by themselves (such as 1900-01-01)",
        action="Look up the date of birth.",
        citation="OHDSI DataQualityDashboard plausibleAfterBirth",
        where=f"birth_date in {DEFAULT_DATES}",
    ),
    *not_before_birth("hcc_dx_date"),
)
