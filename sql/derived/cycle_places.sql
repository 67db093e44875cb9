-- One row per session of a numbered cycle (patient, number, session), with its place in the order of dates of the patient.
-- A number that stands for two sessions has two places.
-- scope: patient
select
    patient_id,
    cycle_no,
    session_no,
    row_number() over (partition by patient_id order by min(administration_date), cycle_no) as place,
from derived.cycle_sessions
group by patient_id, cycle_no, session_no
