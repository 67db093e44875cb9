-- One row per staged table: rows read, accepted, quarantined and copied, beside the rows that the last release read.
-- each_table stands for the name of a staged table: the selects of all of them are put together.
-- scope: registry
select
    'each_table' as row_key,
    coalesce(sum(c.read_count), 0)::bigint as read_count,
    coalesce(sum(c.accepted_count), 0)::bigint as accepted_count,
    coalesce(sum(c.quarantined_count), 0)::bigint as quarantined_count,
    coalesce(sum(c.duplicate_count), 0)::bigint as duplicate_count,
    (select any_value(l.read_count) from reference.last_row_counts as l where l."table" = 'each_table') as last_read_count,
from gate.file_counts as c
where c."table" = 'each_table'
