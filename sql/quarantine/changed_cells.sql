-- One row per coded column, and per column of numbers, of a table of the last release: in how many of its rows that are still there it
-- says something else now.
-- A row is still there if it is sent as it was, or if one, and one alone, is about the same thing (its key). A cell that is filled or
-- blanked is no other value: quarantine.null_rates counts those. Shares do not see what is swapped as often one way as the other.
-- each_table stands for the name of a staged table, each_code, each_number and each_key for its columns: the selects of all are put
-- together.
-- scope: registry
with
rows_now as (
    select
        row_key,
        struct_pack(*columns(lambda name: list_contains([each_key], name))) as what,
        hash(struct_pack(*columns(lambda name: list_contains([each_code, each_number], name)))) as content,
    from accepted.each_table
),

rows_then as (
    select
        row_key,
        struct_pack(*columns(lambda name: list_contains([each_key], name))) as what,
        hash(struct_pack(*columns(lambda name: list_contains([each_code, each_number], name)))) as content,
    from last_accepted.each_table
),

others_now as (
    select *
    from rows_now
    where row_key not in (select t.row_key from rows_then as t)
    qualify count(*) over (partition by what) = 1
),

others_then as (
    select *
    from rows_then
    where row_key not in (select n.row_key from rows_now as n)
    qualify count(*) over (partition by what) = 1
),

pairs as (
    select
        row_key,
        row_key as last_row_key,
    from rows_now
    inner join rows_then using (row_key)
    where rows_now.content <> rows_then.content
    union all
    select
        others_now.row_key,
        others_then.row_key as last_row_key,
    from others_now
    inner join others_then using (what)
),

cells_now as (
    select
        row_key,
        columns(lambda name: list_contains([each_code, each_number], name))::varchar,
    from accepted.each_table
    where row_key in (select p.row_key from pairs as p)
),

cells_then as (
    select
        row_key as last_row_key,
        columns(lambda name: list_contains([each_code, each_number], name))::varchar,
    from last_accepted.each_table
    where row_key in (select p.last_row_key from pairs as p)
),

changed as (
    select
        n.column_name,
        count(*) as changed_count,
    from (unpivot cells_now on columns(* exclude (row_key)) into name column_name value cell) as n
    inner join pairs using (row_key)
    inner join (unpivot cells_then on columns(* exclude (last_row_key)) into name column_name value cell) as t
        on pairs.last_row_key = t.last_row_key and n.column_name = t.column_name
    where n.cell <> t.cell
    group by n.column_name
),

filled_then as (
    select count(columns(lambda name: list_contains([each_code, each_number], name))) from last_accepted.each_table
)

select
    'each_table.' || column_name as row_key,
    'each_table' as table_name,
    column_name,
    u.filled_count as last_filled_count,
    coalesce(changed.changed_count, 0) as changed_count,
from (unpivot filled_then on columns(*) into name column_name value filled_count) as u
left join changed using (column_name)
where u.filled_count > 0
