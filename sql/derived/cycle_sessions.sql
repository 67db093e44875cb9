-- One row per infusion of a numbered cycle, with the session that it belongs to, from 0.
-- A number that comes again more than 7 days later with two days or more from day 1 on is that of another session. One row on
-- a wrong day is none.
-- Citation: registry protocol, a session takes 3 to 5 days, cycles come every 4 to 6 weeks.
-- scope: patient
with
infusions as (
    select
        d.row_key,
        d.patient_id,
        d.cycle_no,
        d.day_no,
        d.administration_date,
        coalesce(
            d.administration_date - lag(d.administration_date) over (
                partition by d.patient_id, d.cycle_no order by d.administration_date, d.row_key
            ) > 7,
            true
        ) as begins_run,
    from staging.drug_administrations as d
    where d.route = 'HEPATIC_ARTERY' and d.cycle_no is not null and d.administration_date is not null and not is_copy(d.row_key)
),

infusions_with_run as (
    select
        *,
        count_if(begins_run) over (
            partition by patient_id, cycle_no order by administration_date, row_key
            rows between unbounded preceding and current row
        ) as run,
    from infusions
),

runs as (
    select
        *,
        begins_run
        and min(administration_date) over same_run < max(administration_date) over same_run
        and coalesce(min(day_no) over same_run, 1) = 1 as begins_session,
    from infusions_with_run
    window same_run as (partition by patient_id, cycle_no, run)
)

select
    row_key,
    patient_id,
    cycle_no,
    day_no,
    greatest(
        count_if(begins_session) over (
            partition by patient_id, cycle_no order by administration_date, row_key
            rows between unbounded preceding and current row
        ) - 1,
        0
    )::bigint as session_no,
    administration_date,
from runs
