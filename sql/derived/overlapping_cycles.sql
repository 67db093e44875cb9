-- One row per session of a numbered cycle that shares days with the one before or after it.
-- Cycles out of order are left to TX-005's other rule.
-- Citation: registry protocol, a session takes 3 to 5 days, cycles come every 4 to 6 weeks.
-- scope: patient
select
    patient_id,
    cycle_no,
    session_no,
    cycle_start,
    cycle_end,
    case when end_before >= cycle_start then end_before end as end_before,
    case when start_after <= cycle_end then start_after end as start_after,
from derived.numbered_cycles
where end_before >= cycle_start or start_after <= cycle_end
qualify bool_and(place = cycle_no) over (partition by patient_id)
