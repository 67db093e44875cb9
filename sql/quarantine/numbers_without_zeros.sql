-- One row per patient and table in which rows stand under the patient's number with more or fewer zeros in front.
-- They belong to nobody until it is said that the numbers are one, so that the patient is asked about, and waits.
-- scope: registry
select
    u.patient_id || ':' || u."table" as row_key,
    u.patient_id,
    u."table" as table_name,
from raw.unlike_numbers as u
