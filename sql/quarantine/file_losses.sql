-- One row per staged table and file of the last release: how many of its rows are not sent any more.
-- A file is called as outside the restricted zone.
-- scope: registry
select
    f."table" || ' of ' || coalesce(f.shown_file, 'a file of the last release') as row_key,
    f."table" as table_name,
    sum(f.last_row_count)::bigint as last_row_count,
    sum(f.went_count)::bigint as lost_count,
from gate.file_changes as f
where f.last_row_count > 0
group by all
order by row_key
