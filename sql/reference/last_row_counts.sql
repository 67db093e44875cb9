-- One row per staged table of the last release: how many rows it read.
-- Filled from the results of the last release; empty if there is none.
-- scope: registry
select
    null::varchar as "table",
    null::bigint as read_count,
where false
