-- One row per patient of the table of the patients: where the patient's own row stood.
-- Filled when the findings are written, from the staged table that has this role.
-- scope: registry
select
    null::varchar as patient_id,
    null::varchar as source_file,
    null::varchar as sheet,
    null::bigint as source_row,
where false
