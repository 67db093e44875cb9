-- One row per row that a later sending of its source replaced, or that said that something is gone: where it stood.
-- Filled while the files are loaded, where a source sends changes.
-- scope: registry
select
    null::varchar as "table",
    null::varchar as source_file,
    null::varchar as sheet,
    null::bigint as source_row,
where false
