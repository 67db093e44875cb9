-- One row per line that could not be read into the columns of its table: it is quarantined by its file and number.
-- scope: registry
select
    b."table",
    b.rule,
    b.source_file,
    b.sheet,
    b.source_row,
    b.message,
from raw.broken_rows as b
