-- One row per staged table and file: rows read, accepted, quarantined, exact duplicates of another row, and replaced by a later one.
-- What was read is counted where the rows came in, so that a row that is lost on the way shows.
-- each_table stands for the name of a staged table: the selects of all of them are put together.
-- scope: registry
with
rows_of_files as (
    select
        r.source_file,
        'read' as place,
    from raw.each_table as r
    union all
    select
        b.source_file,
        unnest(['read', 'quarantined']) as place,
    from raw.broken_rows as b
    where b."table" = 'each_table'
    union all
    select
        a.source_file,
        'accepted' as place,
    from accepted.each_table as a
    union all
    select
        q.source_file,
        'quarantined' as place,
    from quarantine.each_table as q
    union all
    select
        s.source_file,
        'duplicate' as place,
    from staging.each_table as s
    where is_copy(s.row_key)
    union all
    select
        p.source_file,
        unnest(['read', 'replaced']) as place,
    from raw.replaced_rows as p
    where p."table" = 'each_table'
)

select
    'each_table' as "table",
    source_file,
    count_if(place = 'read')::bigint as read_count,
    count_if(place = 'accepted')::bigint as accepted_count,
    count_if(place = 'quarantined')::bigint as quarantined_count,
    count_if(place = 'duplicate')::bigint as duplicate_count,
    count_if(place = 'replaced')::bigint as replaced_count,
from rows_of_files
group by source_file
