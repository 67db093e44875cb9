-- One row per accepted patient: the row of the patients extract that describes the patient, the first by key where there are several.
-- scope: patient
select
    patient_id,
    null::varchar as part,
    'patient' as what,
    'patients' as table_name,
    min(row_key) as row_key,
from accepted.patients
group by patient_id
order by patient_id
