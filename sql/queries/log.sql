-- One row per move of a query, the oldest first: what a run found, or what a person said. Nothing is ever taken away from it.
-- Filled from the log in the restricted zone.
-- scope: registry
select
    null::bigint as move_no,
    null::varchar as query_no,
    null::varchar as identity,
    null::date as day,
    null::varchar as made_by,
    null::varchar as state_from,
    null::varchar as state_to,
    null::varchar as why,
    null::varchar as rule,
    null::varchar as layer,
    null::varchar as "table",
    null::varchar as patient,
    null::varchar as entity,
    null::varchar as columns,
    null::varchar as fingerprint,
    null::varchar as answer,
    null::varchar as comment,
    null::date as until_day,
where false
