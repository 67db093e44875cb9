-- One row per column of an accepted table: in how many rows it is blank, now and in the last release.
-- Left out are provenance and the status of a cell, which is never blank.
-- each_table stands for the name of a staged table: the selects of all of them are put together.
-- Citation: OHDSI DataQualityDashboard, measureValueCompleteness.
-- scope: registry
with
filled_cells as (
    select
        count(
            columns(
                lambda name: not ends_with(name, '_status')
                and name not in ('row_key', 'patient_id', 'source', 'source_file', 'sheet', 'source_row', 'has_identifier')
            )
        ),
    from accepted.each_table
),

last_filled_cells as (
    select
        count(
            columns(
                lambda name: not ends_with(name, '_status')
                and name not in ('row_key', 'patient_id', 'source', 'source_file', 'sheet', 'source_row', 'has_identifier')
            )
        ),
    from last_accepted.each_table
),

columns_now as (
    select
        u.column_name,
        (select count(*) from accepted.each_table) as row_count,
        (select count(*) from accepted.each_table) - u.filled_count as null_count,
    from (unpivot filled_cells on columns(*) into name column_name value filled_count) as u
),

columns_then as (
    select
        u.column_name,
        (select count(*) from last_accepted.each_table) as row_count,
        (select count(*) from last_accepted.each_table) - u.filled_count as null_count,
    from (unpivot last_filled_cells on columns(*) into name column_name value filled_count) as u
)

select
    'each_table' || '.' || column_name as row_key,
    'each_table' as table_name,
    column_name,
    columns_now.row_count,
    columns_now.null_count,
    columns_then.row_count as last_row_count,
    columns_then.null_count as last_null_count,
    100.0 * columns_now.null_count / nullif(columns_now.row_count, 0) as null_pct,
    100.0 * columns_then.null_count / nullif(columns_then.row_count, 0) as last_null_pct,
from columns_now
left join columns_then using (column_name)
