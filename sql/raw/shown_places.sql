-- One row per sheet that was read: how its file and the sheet are called where their names, which may be those of patients, do not go.
-- Filled while the files are loaded.
-- scope: registry
select
    null::varchar as source_file,
    null::varchar as sheet,
    null::varchar as shown_file,
    null::varchar as shown_sheet,
where false
