"""Follow-up: one state per day, alive before and never after death, the dead with their date."""

from expectations.date_rules import not_after_death, not_before_birth, not_in_the_future
from expectations.key_rules import one_row_per
from schemas.rule import Rule
from schemas.staging.follow_up import KEY

RULES = (
    one_row_per(
        KEY,
        "CR-013",
        "contact_day_has_one_state",
        "reject",
        "two rows of one contact day contradict each other; both are quarantined",
        "Send the valid row only.",
        "OHDSI DataQualityDashboard isPrimaryKey",
    ),
    Rule(
        id="CP-003",
        name="the_dead_have_a_date_of_death",
        level="reject",
        category="completeness",
        columns=("vital_status", "death_date"),
        when_null="fails for the dead: they are never taken for alive",
        message="the patient is dead, but the date of death is missing, or too partial for a day to be taken",
        action="Look up the day of death; until then the patient is out of the survival analysis.",
        citation="sdtmchecks check_dm_dthfl_dthdtc",
        where=(
            "vital_status = 'DEAD' and death_date_status in ('missing', 'partial') "
            "and (death_month is null or getvariable('month_of_death') = 'ask')"
        ),
    ),
    Rule(
        id="CP-022",
        name="day_of_a_death_is_known",
        level="flag",
        category="completeness",
        columns=("vital_status", "death_date", "death_month"),
        when_null="passes: the day is known, or CP-003 asks about it",
        message="only the month of the death is known: survival ends on the day that month_of_death in registry.toml says",
        action="Look up the day of death; sensitivity runs tell how far the results depend on it.",
        citation="admiral derive_vars_dt (date_imputation, min_dates and max_dates, flagged in *DTF)",
        where="vital_status = 'DEAD' and death_month is not null and getvariable('month_of_death') <> 'ask'",
    ),
    Rule(
        id="CP-026",
        name="day_of_the_contact_is_known_but_of_the_dead",
        level="reject",
        category="completeness",
        columns=("last_contact_date", "vital_status", "death_date"),
        when_null="passes: CV-029 speaks of a missing date",
        message="the last contact is known to the month or year only, so that survival would end on no day",
        action="Look up the day; of a patient whose death is known, the month of the last contact is enough.",
        citation="sdtmchecks check_*_missing_month",
        where=(
            "last_contact_date_status = 'partial' and not coalesce("
            "vital_status = 'DEAD' and last_contact_month <= coalesce(death_date, death_month), false)"
        ),
        applies="last_contact_date_status <> 'missing'",
    ),
    Rule(
        id="PT-007",
        name="vital_status_and_dates_agree",
        level="reject",
        category="plausibility, temporal",
        columns=("vital_status", "last_contact_date", "death_date"),
        when_null="passes: CV-029 and CP-003 speak of missing values",
        message="the patient is alive with a date of death, alive after death, last seen after death, or has two dates of death",
        action="Correct the vital status or the dates.",
        citation="sdtmchecks check_ss_ssdtc_alive_dm, check_ss_ssdtc_dead_dthdtc",
        where=(
            "(vital_status = 'ALIVE' and death_date_status in ('ok', 'partial')) "
            "or last_contact_date > coalesce(death_date, last_day(death_month)) "
            "or (vital_status = 'ALIVE' and death_date is null and last_contact_date > death_date_of(patient_id)) "
            "or (coalesce(death_date, death_month) is not null "
            "and (death_date_of(patient_id) <> last_death_date_of(patient_id) or months_of_death_of(patient_id) > 1))"
        ),
        shows=(
            "case when death_date is not null and death_date_of(patient_id) <> last_death_date_of(patient_id) then "
            "printf('dates of death %s and %s, %d days apart', death_date_of(patient_id)::varchar, "
            "last_death_date_of(patient_id)::varchar, last_death_date_of(patient_id) - death_date_of(patient_id)) end"
        ),
    ),
    Rule(
        id="PT-014",
        name="patient_is_not_free_of_progression_after_it",
        level="flag",
        category="plausibility, temporal",
        columns=("progression_date", "progression_free_date"),
        when_null="passes: one of the days is not sent",
        message="the last day known to be free of progression lies after the day of the progression; the progression counts",
        action="Correct one of the days: they may have been swapped.",
        citation="Registry protocol: progression, once seen, does not go back",
        where="progression_free_date > progression_date",
        applies="progression_date is not null and progression_free_date is not null",
        shows="format('free of progression on {}, progression on {}', progression_free_date, progression_date)",
    ),
    Rule(
        id="PT-015",
        name="the_living_have_no_cause_of_death",
        level="flag",
        category="plausibility, temporal",
        columns=("vital_status", "death_cause", "death_cause_group"),
        when_null="passes: no cause is sent",
        message="the patient is alive, and a cause of death is recorded",
        action="Look up whether the patient has died; correct the vital status, or remove the cause.",
        citation="sdtmchecks check_ss_ssdtc_alive_dm",
        where="vital_status = 'ALIVE' and (death_cause is not null or death_cause_group is not null)",
        applies="death_cause is not null or death_cause_group is not null",
    ),
    not_after_death("progression_date"),
    not_after_death("progression_free_date"),
    *not_in_the_future("last_contact_date", "death_date", "death_month", "progression_date", "progression_free_date"),
    *not_before_birth("last_contact_date", "death_date", "progression_date", "progression_free_date"),
    *not_before_birth("death_month", birth="date_trunc('month', birth_date_of(patient_id))"),
)
