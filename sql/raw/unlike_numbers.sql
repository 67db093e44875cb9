-- One row per patient and table in which rows stand under the patient's number with more or fewer zeros in front.
-- Filled when the files are loaded. These rows belong to nobody until it is said that the numbers are one; so the patient waits.
-- scope: registry
select
    null::varchar as patient_id,
    null::varchar as "table",
where false
