-- One row per release with which the run is compared.
-- It is one at most. Filled from the results of the last release; empty if there is none.
-- scope: registry
select
    null::varchar as release,
    null::date as as_of,
where false
