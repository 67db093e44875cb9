-- One row per column of an accepted table that holds numbers: the quantile of the last release at which the share of rows up to it moved
-- most since, then and now.
-- Where a table has results of many kinds, each kind is looked at for itself. A registry grows by little from night to night, so that
-- these shares move by little, however widely the numbers scatter; numbers in another unit move them at once.
-- each_table stands for the name of a staged table, each_number for its columns of numbers: the selects of all tables are put together.
-- scope: registry
with
rows_now as (
    select
        *,
        null as no_number,
    from accepted.each_table
),

cells_now as (
    select
        each_measure as measured,
        columns(lambda name: list_contains([each_number], name))::double,
    from rows_now
),

rows_then as (
    select
        *,
        null as no_number,
    from last_accepted.each_table
),

cells_then as (
    select
        each_measure as measured,
        columns(lambda name: list_contains([each_number], name))::double,
    from rows_then
),

numbers as (
    select
        u.column_name,
        coalesce(u.measured, '') as measured,
        u.number,
        true as is_now,
    from (unpivot cells_now on columns(* exclude (measured)) into name column_name value number) as u
    union all
    select
        u.column_name,
        coalesce(u.measured, '') as measured,
        u.number,
        false as is_now,
    from (unpivot cells_then on columns(* exclude (measured)) into name column_name value number) as u
),

quantiles_then as (
    select
        column_name,
        measured,
        quantile_cont(number, [0.1, 0.5, 0.9]) as quantiles,
    from numbers
    where not is_now
    group by column_name, measured
),

counts as (
    select
        column_name,
        measured,
        count_if(numbers.is_now)::bigint as row_count,
        count_if(not numbers.is_now)::bigint as last_row_count,
        [
            count_if(numbers.is_now and numbers.number <= quantiles_then.quantiles[1]),
            count_if(numbers.is_now and numbers.number <= quantiles_then.quantiles[2]),
            count_if(numbers.is_now and numbers.number <= quantiles_then.quantiles[3]),
        ] as below,
        [
            count_if(not numbers.is_now and numbers.number <= quantiles_then.quantiles[1]),
            count_if(not numbers.is_now and numbers.number <= quantiles_then.quantiles[2]),
            count_if(not numbers.is_now and numbers.number <= quantiles_then.quantiles[3]),
        ] as last_below,
    from numbers
    inner join quantiles_then using (column_name, measured)
    group by column_name, measured
),

shares as (
    select
        column_name,
        measured,
        unnest(['the tenth', 'the median', 'nine tenths']) as quantile,
        row_count,
        last_row_count,
        100.0 * unnest(below) / row_count as below_pct,
        100.0 * unnest(last_below) / last_row_count as last_below_pct,
    from counts
    where row_count > 0
)

select
    'each_table.' || column_name || case when measured = '' then '' else ' of ' || measured end as row_key,
    'each_table' as table_name,
    column_name,
    measured,
    quantile,
    row_count,
    last_row_count,
    below_pct,
    last_below_pct,
from shares
qualify row_number() over (partition by column_name, measured order by abs(below_pct - last_below_pct) desc, quantile) = 1
