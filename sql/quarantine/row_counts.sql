-- One row per staged table: rows read, accepted, quarantined and copied, and how many of the last release are lost.
-- each_table stands for the name of a staged table: the selects of all of them are put together.
-- scope: registry
select
    'each_table' as row_key,
    coalesce(sum(c.read_count), 0)::bigint as read_count,
    coalesce(sum(c.accepted_count), 0)::bigint as accepted_count,
    coalesce(sum(c.quarantined_count), 0)::bigint as quarantined_count,
    coalesce(sum(c.duplicate_count), 0)::bigint as duplicate_count,
    (
        select count(*)
        from last_raw.each_table as l
        where not is_copy(l.row_key) and exists (select 1 from reference.last_releases)
    ) as last_row_count,
    (
        select any_value(q.quarantined_count)
        from reference.last_quarantined_counts as q
        where q."table" = 'each_table'
    ) as last_quarantined_count,
    (select count(*) from gate.row_changes as r where r."table" = 'each_table' and r.change = 'went') as lost_count,
from gate.file_counts as c
where c."table" = 'each_table'
