-- One row per staged table of the last release: how many of its rows were quarantined.
-- Filled from the results of the last release; empty if there is none.
-- scope: registry
select
    null::varchar as "table",
    null::bigint as quarantined_count,
where false
