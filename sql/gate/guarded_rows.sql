-- One row per row of a later table with a finding: whose it is.
-- Filled when the findings are written, from the tables behind staging that have a patient.
-- scope: registry
select
    null::varchar as layer,
    null::varchar as "table",
    null::varchar as row_key,
    null::varchar as patient_id,
where false
