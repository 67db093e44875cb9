-- One row per cohort patient and parameter (OS, PFS, TTP): start, end, whether it ended with the event, why, and the
-- row that says so.
-- The earliest event counts, of equal ones the first of the endpoint's list; without one the latest censoring, of
-- equal ones the last of the list. Events and censorings after the first end of observation do not count. No time
-- ends before it starts: such a date is moved to the start and TE-003 stops the run. censoring_code is CDISC's CNSR:
-- 0 for the event, 1 censored, 2 and 3 at an end of observation (unless the censoring has a code of its own).
-- Citation: CDISC ADaM ADTTE; admiral derive_param_tte (tests 1-3 and 17).
-- scope: patient
with
candidates as (
    select * from cohort.time_to_event_candidates
),

first_ends as (
    select
        patient_id,
        parameter,
        description as end_description,
        list_no + 1 as end_code,
        candidate_date as end_date,
    from candidates
    where kind = 'end'
    qualify row_number() over (partition by patient_id, parameter order by candidate_date, list_no) = 1
),

observed_candidates as (
    select
        candidates.*,
        first_ends.end_description,
        first_ends.end_code,
    from candidates
    left join first_ends using (patient_id, parameter)
    where candidates.kind <> 'end' and coalesce(candidates.candidate_date <= first_ends.end_date, true)
),

chosen as (
    select *
    from observed_candidates
    qualify
        row_number() over (
            partition by patient_id, parameter
            order by
                kind = 'event' desc,
                case when kind = 'event' then candidate_date end,
                case when kind = 'event' then list_no end,
                candidate_date desc,
                list_no desc,
                source_row_key
        ) = 1
),

clamped as (
    select
        *,
        greatest(candidate_date, index_date) as event_or_censor_date,
        elapsed_days(
            index_date, greatest(candidate_date, index_date), getvariable('aval_plus_one')
        )::bigint as number_of_days,
    from chosen
)

select
    patient_id || ':' || parameter as row_key,
    patient_id,
    parameter,
    coalesce(
        case when kind = 'censoring' then coalesce(own_event_description, end_description) end, description
    ) as event_description,
    case when kind = 'censoring' then description end as censoring_description,
    source_table,
    source_row_key,
    case when kind = 'event' then 0 else coalesce(own_censoring_code, end_code, 1) end::bigint as censoring_code,
    number_of_days as "days",
    months_of_days(number_of_days, getvariable('days_per_month'))::double as "months",
    kind = 'event' as is_event,
    index_date as start_date,
    event_or_censor_date,
    candidate_date as unclamped_date,
from clamped
