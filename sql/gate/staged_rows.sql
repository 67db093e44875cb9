-- One row per staged row: whose it is, and where it stood.
-- each_table stands for the name of a staged table: the selects of all of them are put together.
-- scope: registry
select
    s.row_key,
    s.patient_id,
    'each_table' as "table",
    s.source_file,
    s.sheet,
    s.source_row,
from staging.each_table as s
