-- One row per session of a numbered cycle: its first and last day, its place in the order of dates, its neighbours.
-- A row whose day contradicts the others of its cycle has its own finding (TX-003) and says nothing here.
-- scope: patient
with
cycles as (
    select
        sessions.patient_id,
        sessions.cycle_no,
        sessions.session_no,
        min(sessions.administration_date) as cycle_start,
        max(sessions.administration_date) as cycle_end,
        row_number() over (
            partition by sessions.patient_id order by min(sessions.administration_date), sessions.cycle_no
        ) as place,
    from derived.cycle_sessions as sessions
    left join derived.cycle_days as days using (row_key)
    where coalesce(sessions.day_no = days.derived_day_no, true)
    group by sessions.patient_id, sessions.cycle_no, sessions.session_no
)

select
    patient_id,
    cycle_no,
    session_no,
    place,
    cycle_start,
    cycle_end,
    lag(cycle_end) over in_order as end_before,
    lead(cycle_start) over in_order as start_after,
from cycles
window in_order as (partition by patient_id order by place)
