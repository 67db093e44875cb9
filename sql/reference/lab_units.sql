-- One row per source, laboratory test and unit, folded: what one of this unit is in the standard unit of the test.
-- Filled from sql/reference/lab_units.csv, which cites, and from the units of the settings, which go before it.
-- scope: registry
select
    null::varchar as source,
    null::varchar as test,
    null::varchar as written,
    null::double as factor,
where false
