-- One row per laboratory test and unit: how many of the results with a value come in it, now and in the last release.
-- A unit that is new has no results then; one that is gone has none now.
-- scope: registry
with
results_now as (
    select
        l.test,
        l.unit,
        count(*) as unit_count,
    from accepted.labs as l
    where l.test is not null and l.unit is not null and l.value_std is not null
    group by l.test, l.unit
),

results_then as (
    select
        l.test,
        l.unit,
        count(*) as unit_count,
    from last_accepted.labs as l
    where l.test is not null and l.unit is not null and l.value_std is not null
    group by l.test, l.unit
),

units as (
    select
        test,
        unit,
        coalesce(results_now.unit_count, 0) as unit_count,
        coalesce(results_then.unit_count, 0) as last_unit_count,
    from results_now
    full join results_then using (test, unit)
),

units_of_tests as (
    select
        *,
        sum(unit_count) over (partition by test) as result_count,
        sum(last_unit_count) over (partition by test) as last_result_count,
    from units
)

select
    test || ' in ' || unit as row_key,
    test,
    unit,
    result_count::bigint as result_count,
    last_result_count::bigint as last_result_count,
    100.0 * unit_count / nullif(result_count, 0) as share_pct,
    100.0 * last_unit_count / nullif(last_result_count, 0) as last_share_pct,
from units_of_tests
order by row_key
