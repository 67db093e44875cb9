-- One row per laboratory test and quantile of the last release: which share of its results lay at or below it then, and does now.
-- A registry grows by little from night to night, so that these shares move by little, however widely a test scatters; results in
-- another unit under the old one's name move them at once.
-- scope: registry
with
quantiles_then as (
    select
        l.test,
        count(*) as result_count,
        quantile_cont(l.value_std, [0.1, 0.5, 0.9]) as quantiles,
    from last_accepted.labs as l
    where l.test is not null and l.value_std is not null
    group by l.test
),

limits_then as (
    select
        test,
        result_count,
        unnest(['the tenth', 'the median', 'nine tenths']) as quantile,
        unnest(quantiles) as value_std,
    from quantiles_then
),

results as (
    select
        l.test,
        l.value_std,
        true as is_now,
    from accepted.labs as l
    where l.value_std is not null
    union all
    select
        l.test,
        l.value_std,
        false as is_now,
    from last_accepted.labs as l
    where l.value_std is not null
)

select
    limits_then.test || ' at ' || limits_then.quantile as row_key,
    limits_then.test,
    limits_then.quantile,
    count_if(results.is_now)::bigint as result_count,
    limits_then.result_count as last_result_count,
    100.0 * count_if(results.is_now and results.value_std <= limits_then.value_std)
    / nullif(count_if(results.is_now), 0) as below_pct,
    100.0 * count_if(not results.is_now and results.value_std <= limits_then.value_std)
    / limits_then.result_count as last_below_pct,
from limits_then
inner join results using (test)
group by limits_then.test, limits_then.quantile, limits_then.result_count, limits_then.value_std
order by row_key
