-- One row per patient, result and row of the extracts on which the result stands; the primary endpoint has place 1.
-- Filled when the queries are built, from the endpoints and responses of the cohort and the rows that a trace names behind them.
-- scope: registry
select
    null::bigint as place,
    null::varchar as result,
    null::varchar as patient,
    null::varchar as "table",
    null::varchar as row_key,
where false
