-- One row per column of a staged table with a cell in it: how many cells are filled, and how many of these cannot be read.
-- each_table stands for the name of a staged table: the selects of all of them are put together.
-- scope: registry
with
cells as (
    select columns(lambda name: ends_with(name, '_status') and name <> 'patient_id_status')
    from staging.each_table
    where not is_copy(row_key)
)

select
    'each_table' || '.' || regexp_replace(u.column_name, '_status$', '') as row_key,
    'each_table' as table_name,
    count_if(u.status <> 'missing')::bigint as filled_count,
    count_if(u.status = 'unreadable')::bigint as unread_count,
    100.0 * count_if(u.status = 'unreadable') / count_if(u.status <> 'missing') as unread_pct,
from (unpivot cells on columns(*) into name column_name value status) as u
group by u.column_name
having count_if(u.status <> 'missing') > 0
