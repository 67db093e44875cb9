-- One row per cohort patient and parameter (the endpoints of cohort.endpoints): start, end, whether it ended with the event, why, and the
-- row that says so.
-- The earliest event counts, of equal ones the first of the endpoint's list; without one the latest censoring, of
-- equal ones the last of the list. Events and censorings after the first end of observation do not count. No time
-- ends before it starts: such a date is moved to the start and TE-003 stops the run. censoring_code is CDISC's CNSR:
-- 0 for the event, 1 censored, 2 and 3 at an end of observation (unless the censoring has a code of its own), 9 where
-- administrative_censoring_months cuts a longer time: R's pmin(time, cut) with no event after it.
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
        greatest(candidate_date, start_date) as ended_date,
        start_date + floor(getvariable('administrative_censoring_months') * getvariable('days_per_month'))::integer as cut_date,
    from chosen
),

cut as (
    select
        * exclude (kind),
        coalesce(ended_date > cut_date, false) as is_cut,
        case when ended_date > cut_date then 'censoring' else kind end as kind,
        least(ended_date, cut_date) as event_or_censor_date,
        elapsed_days(
            start_date, least(ended_date, cut_date), getvariable('aval_plus_one')
        )::bigint as number_of_days,
    from clamped
)

select
    patient_id || ':' || parameter as row_key,
    patient_id,
    parameter,
    case
        when is_cut then 'Administrative censoring'
        when kind = 'censoring' then coalesce(own_event_description, end_description, description)
        else description
    end as event_description,
    case
        when is_cut then 'Administrative censoring'
        when kind = 'censoring' then description
    end as censoring_description,
    source_table,
    source_row_key,
    start_name,
    case
        when kind = 'event' then 0
        when is_cut then 9
        else coalesce(own_censoring_code, end_code, 1)
    end::bigint as censoring_code,
    number_of_days as "days",
    months_of_days(number_of_days, getvariable('days_per_month'))::double as "months",
    kind = 'event' as is_event,
    start_date,
    event_or_censor_date,
    candidate_date as unclamped_date,
from cut
