-- One row per line of a file that could not be read into the columns of its table: where it stands, and the rule that says why.
-- Filled while the files are loaded; nothing of the line itself is kept.
-- scope: registry
select
    null::varchar as "table",
    null::varchar as rule,
    null::varchar as source_file,
    null::varchar as sheet,
    null::bigint as source_row,
    null::varchar as message,
where false
