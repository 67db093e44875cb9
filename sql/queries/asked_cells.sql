-- One row per staged row that a query is about, of whatever table: its cells as text, in JSON, with file, sheet and row.
-- each_table stands for the name of a staged table: the selects of all of them are put together.
-- scope: registry
select
    'each_table' as "table",
    r.row_key,
    a.query_nos,
    r.source_file,
    r.sheet,
    to_json(r)::varchar as cells,
    r.source_row,
from raw.each_table as r
inner join queries.asked_rows as a on r.row_key = a.row_key and a."table" = 'each_table'
