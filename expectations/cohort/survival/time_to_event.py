"""Time to event: one consistent record per patient and parameter."""

from schemas.rule import Rule

RULES = (
    Rule(
        id="TE-001",
        name="patient_has_one_record_per_parameter",
        level="stop",
        category="conformance, relational",
        columns=("patient_id", "parameter"),
        when_null="fails",
        message="a patient has more than one record of a parameter",
        action="This is a fault of the registry's SQL: report it.",
        citation="admiral derive_param_tte",
        query="select row_key from {batch} qualify count(*) over (partition by patient_id, parameter) > 1",
    ),
    Rule(
        id="TE-002",
        name="event_and_censoring_are_described_and_coded_alike",
        level="stop",
        category="conformance, value",
        columns=("censoring_code", "is_event", "event_description", "censoring_description"),
        when_null="fails, but for the censoring description of an event",
        message="the censoring code, the event flag and the descriptions contradict each other",
        action="This is a fault of the registry's SQL: report it.",
        citation="CDISC ADaM: CNSR is 0 for an event; admiral tte_source",
        where=(
            "event_description is null or censoring_code is null or censoring_code < 0 or is_event is null "
            "or is_event <> (censoring_code = 0) or is_event <> (censoring_description is null)"
        ),
    ),
    Rule(
        id="TE-003",
        name="time_starts_at_the_index_date_and_ends_before_the_cut_off",
        level="stop",
        category="plausibility, temporal",
        columns=("start_date", "unclamped_date", "event_or_censor_date"),
        when_null="fails",
        message="an event or censoring lies before the start or after the as-of date, or the start is not the day that it should be",
        action="Check the patient's dates of treatment, progression, last contact and death.",
        citation="admiral derive_param_tte moves such a date to the start; the registry stops instead",
        query=(
            "select t.row_key from (select * from {batch}) as t left join cohort.index_dates as i on i.patient_id = t.patient_id "
            "where t.start_date is null or (t.start_name = 'index' and t.start_date is distinct from i.index_date) "
            "or t.unclamped_date is null or t.unclamped_date < t.start_date "
            "or t.event_or_censor_date > getvariable('as_of')"
        ),
    ),
    # A patient who was never assessed has no time to progression: CP-007 lists the patient.
    Rule(
        id="TE-005",
        name="time_is_longer_than_a_day",
        level="flag",
        category="plausibility, atemporal",
        columns=("parameter", "event_or_censor_date", "start_date"),
        when_null="passes: TE-003 speaks of missing dates",
        message="the time ends on the day on which it starts",
        action="Confirm the date of the event or of the last contact; the patient counts with a time of zero.",
        citation="admiralonco rand_censor: a patient never assessed is censored at the start",
        where="parameter in ('OS', 'PFS') and event_or_censor_date = start_date",
        applies="parameter in ('OS', 'PFS')",
        shows="format('{}: {} on {}', parameter, event_description, event_or_censor_date)",
    ),
    Rule(
        id="CC-009",
        name="days_and_months_follow_from_the_dates",
        level="stop",
        category="conformance, computational",
        columns=("days", "months", "start_date", "event_or_censor_date"),
        when_null="fails",
        message="days are not the difference of the dates, or months not the days by the length of a month",
        action="This is a fault of the registry's SQL: report it.",
        citation="admiral derive_vars_duration; R difftime",
        where=(
            "\"days\" is distinct from event_or_censor_date - start_date + getvariable('aval_plus_one') "
            'or "months" is null or abs("months" * getvariable(\'days_per_month\') - "days") > 1e-6'
        ),
    ),
)
