-- One row per header of a file, or of the settings, that names no column of its table, or a column that no file has.
-- Filled while the files are loaded.
-- scope: registry
select
    null::varchar as "table",
    null::varchar as rule,
    null::varchar as source_file,
    null::varchar as sheet,
    null::varchar as message,
where false
