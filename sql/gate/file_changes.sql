-- One row per staged table and file of which rows came, went, changed or are quarantined since the last release.
-- What went or changed counts for the file in which it stood then. A file is called as outside the restricted zone; one that is not
-- sent any more, as it was called then.
-- each_table stands for the name of a staged table: the selects of all of them are put together.
-- scope: registry
with
rows_then as (
    select
        l.source_file,
        count(*) as row_count,
    from last_raw.each_table as l
    where not is_copy(l.row_key)
    group by l.source_file
),

changes_of_files as (
    select
        coalesce(c.last_source_file, c.source_file) as source_file,
        count_if(c.change = 'came')::bigint as came_count,
        count_if(c.change = 'went')::bigint as went_count,
        count_if(c.change = 'changed')::bigint as changed_count,
        count_if(c.change = 'quarantined')::bigint as quarantined_count,
        count(distinct c.patient_id) filter (where c.change = 'went')::bigint as losing_patient_count,
    from gate.row_changes as c
    where c."table" = 'each_table'
    group by coalesce(c.last_source_file, c.source_file)
)

select
    'each_table' as "table",
    source_file,
    coalesce(
        (select any_value(p.shown_file) from raw.shown_places as p where p.source_file = changes_of_files.source_file),
        (select any_value(f.shown_file) from reference.last_files as f where f.source_file = changes_of_files.source_file)
    ) as shown_file,
    coalesce(rows_then.row_count, 0)::bigint as last_row_count,
    came_count,
    went_count,
    changed_count,
    quarantined_count,
    losing_patient_count,
    source_file in (select p.source_file from raw.shown_places as p) as is_sent,
from changes_of_files
left join rows_then using (source_file)
