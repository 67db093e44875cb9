-- One row per staged row of a patient who has a query, of whatever table: what it is about.
-- each_table stands for the name of a staged table: the selects of all of them are put together.
-- scope: registry
select
    e.row_key,
    e.patient,
    e.source,
    'each_table' as "table",
    e.entity,
from queries.each_table as e
