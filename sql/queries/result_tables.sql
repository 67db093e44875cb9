-- One row per result and table of the cohort from which it is made, but for who is in the cohort; the primary endpoint has place 1.
-- Filled when the queries are built, from what the SQL of the cohort reads.
-- scope: registry
select
    null::bigint as place,
    null::varchar as result,
    null::varchar as "table",
where false
