-- One row per laboratory test or measure of the body: what is possible of it, by the thresholds of the rules in force.
-- Filled from the rules, each of which cites.
-- scope: registry
select
    null::varchar as measure,
    null::double as low,
    null::double as high,
where false
