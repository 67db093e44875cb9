-- One row per rule that is held line by line while the files are loaded, in its words.
-- Filled when the findings are written.
-- scope: registry
select
    null::varchar as rule,
    null::varchar as level,
    null::varchar as name,
    null::varchar as action,
where false
