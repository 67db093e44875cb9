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
        applies="age_at_diagnosis_years is not null and birth_date is not null and hcc_dx_from is not null",
        where=(
            "floor(age_at_diagnosis_years) < completed_years(birth_date, hcc_dx_from) - {tolerance_years} "
            "or floor(age_at_diagnosis_years) > completed_years(birth_date, hcc_dx_until) + {tolerance_years}"
        ),
        shows=(
            "concat_ws(' to ', completed_years(birth_date, hcc_dx_from), nullif(completed_years(birth_date, hcc_dx_until), "
            "completed_years(birth_date, hcc_dx_from))) || ' completed years, recorded ' || age_at_diagnosis_years"
        ),
    ),
    Rule(
        id="CR-011",
        name="patient_has_no_second_number",
        level="flag",
        category="plausibility, uniqueness",
        columns=("birth_date", "sex", "hcc_dx_date"),
        when_null="passes: without all three nothing can be said",
        message=(
            "another patient has the same date of birth and sex and the same day of diagnosis, or a month of it: "
            "most likely one person under two numbers"
        ),
        action="Compare the two charts; if it is one person, send all rows under one number.",
        citation="Kahn et al. 2016, uniqueness plausibility",
        applies="birth_date is not null and sex is not null and hcc_dx_until - hcc_dx_from <= 31",
        query=(
            "select distinct one.row_key from (select * from {batch}) as one inner join (select * from {batch}) as other "
            "on one.birth_date = other.birth_date and one.sex = other.sex and one.patient_id <> other.patient_id "
            "and is_one_day(one.hcc_dx_from, one.hcc_dx_until, other.hcc_dx_from, other.hcc_dx_until) "
            "where one.patient_id_status = 'ok' and other.patient_id_status = 'ok'"
        ),
        shows="'the same birth date, sex and day of diagnosis as ' || others_like(patient_id, birth_date, sex, hcc_dx_from, hcc_dx_until)",
    ),
    Rule(
        id="CP-027",
        name="day_of_the_diagnosis_is_known",
        level="flag",
        category="completeness",
        columns=("hcc_dx_date",),
        when_null="passes: no diagnosis is dated, or one to the day",
        message=(
            "only the month or year of the diagnosis is known: it is held against other dates by the first or last day of that, "
            "and an age at diagnosis counts from the middle"
        ),
        action="Look up the day of the diagnosis.",
        citation="sdtmchecks check_*_missing_month; admiral derive_vars_dt (date_imputation mid, flagged in *DTF)",
        where="hcc_dx_date_status = 'partial'",
        applies="hcc_dx_date_status <> 'missing'",
        shows="format('diagnosed between {} and {}', hcc_dx_from, hcc_dx_until)",
    ),
    *not_in_the_future("birth_date", "hcc_dx_date", hcc_dx_date="hcc_dx_from"),
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
    *not_before_birth("hcc_dx_date", birth="birth_date", hcc_dx_date="hcc_dx_until"),
)
