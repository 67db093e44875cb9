-- One row per coded column of an accepted table: the code whose share moved most since the last release, then and now.
-- Units are looked at for each thing that is measured, where a table has many. The source of a row is a code, too.
-- each_table stands for the name of a staged table, each_code for its coded columns: the selects of all tables are put together.
-- scope: registry
with
cells_now as (
    select
        each_measure as measured,
        columns(lambda name: list_contains([each_code], name))::varchar,
    from accepted.each_table
),

cells_then as (
    select
        each_measure as measured,
        columns(lambda name: list_contains([each_code], name))::varchar,
    from last_accepted.each_table
),

codes_now as (
    select
        u.column_name,
        case when u.column_name = 'each_unit' then coalesce(u.measured, '') else '' end as measured,
        u.code,
        count(*) as code_count,
    from (unpivot cells_now on columns(* exclude (measured)) into name column_name value code) as u
    group by all
),

codes_then as (
    select
        u.column_name,
        case when u.column_name = 'each_unit' then coalesce(u.measured, '') else '' end as measured,
        u.code,
        count(*) as code_count,
    from (unpivot cells_then on columns(* exclude (measured)) into name column_name value code) as u
    group by all
),

codes as (
    select
        column_name,
        measured,
        code,
        coalesce(codes_now.code_count, 0) as code_count,
        coalesce(codes_then.code_count, 0) as last_code_count,
    from codes_now
    full join codes_then using (column_name, measured, code)
),

codes_of_columns as (
    select
        *,
        sum(code_count) over (partition by column_name, measured) as row_count,
        sum(last_code_count) over (partition by column_name, measured) as last_row_count,
    from codes
),

shares as (
    select
        *,
        100.0 * code_count / row_count as share_pct,
        100.0 * last_code_count / last_row_count as last_share_pct,
    from codes_of_columns
    where row_count > 0 and last_row_count > 0
)

select
    'each_table.' || column_name || case when measured = '' then '' else ' of ' || measured end as row_key,
    'each_table' as table_name,
    column_name,
    measured,
    code,
    row_count::bigint as row_count,
    last_row_count::bigint as last_row_count,
    share_pct,
    last_share_pct,
from shares
qualify row_number() over (partition by column_name, measured order by abs(share_pct - last_share_pct) desc, code) = 1
