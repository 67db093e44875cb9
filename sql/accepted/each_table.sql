-- One row per staged row with no blocking finding; exact copies of a row are dropped.
-- each_table stands for the name of a staged table: there is one accepted table for each, with its columns.
-- scope: registry
select s.*
from staging.each_table as s
where not is_copy(s.row_key) and s.row_key not in (select q.row_key from quarantine.each_table as q)
order by s.row_key
