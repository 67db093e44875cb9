"""Patients: one row and one number each, with a date of birth (or an age at diagnosis) that other dates can be held against."""

from expectations.date_rules import DEFAULT_DATES, NULL_PASSES, not_before_birth, not_in_the_future
from expectations.key_rules import one_row_per
from schemas.rule import Escalation, Rule
from schemas.staging.patients import KEY

RULES = (
    one_row_per(
        KEY,
        "CR-001",
        "patient_has_one_row",
        "reject",
        "several rows of this patient contradict each other; all are quarantined",
        "Send one row per patient.",
        "OHDSI DataQualityDashboard isPrimaryKey",
        Escalation(above_pct=0.5),
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
        criterion="has_age",
        escalation=Escalation(above_pct=2, of="patients"),
    ),
    Rule(
        id="CC-005",
        name="age_at_diagnosis_is_completed_years",
        level="reject",
        category="conformance, computational",
        columns=("age_at_diagnosis_years", "birth_date", "hcc_dx_date"),
        when_null="passes: only one of age and dates is sent",
        message="the age at diagnosis is more than {tolerance_years} year from the completed years between birth and diagnosis",
        action="Correct the age or the dates; ages counted in the Korean way are one or two years too high.",
        citation="Registry protocol: age in completed years",
        thresholds={"tolerance_years": 1},
        applies="age_at_diagnosis_years is not null and birth_date is not null and hcc_dx_date is not null",
        where="abs(floor(age_at_diagnosis_years) - completed_years(birth_date, hcc_dx_date)) > {tolerance_years}",
        shows="completed_years(birth_date, hcc_dx_date) || ' completed years, recorded ' || age_at_diagnosis_years",
    ),
    Rule(
        id="CR-011",
        name="patient_has_no_second_number",
        level="flag",
        category="plausibility, uniqueness",
        columns=("birth_date", "sex", "hcc_dx_date"),
        when_null="passes: without all three nothing can be said",
        message="another patient has the same date of birth, sex and day of diagnosis: most likely one person under two numbers",
        action="Compare the two charts; if it is one person, send all rows under one number.",
        citation="Kahn et al. 2016, uniqueness plausibility",
        applies="birth_date is not null and sex is not null and hcc_dx_date is not null",
        query=(
            "select row_key from {batch} "
            "where birth_date is not null and sex is not null and hcc_dx_date is not null and patient_id_status = 'ok' "
            "window person as (partition by birth_date, sex, hcc_dx_date) "
            "qualify min(patient_id) over person <> max(patient_id) over person"
        ),
        shows="'the same birth date, sex and day of diagnosis as ' || others_like(patient_id, birth_date, sex, hcc_dx_date)",
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
    *not_before_birth("hcc_dx_date", birth="birth_date"),
)
