-- One row per value that a person gave in the place of a cell, if nothing else was answered since: which cell it is.
-- A cell is found again by table, patient, column and the other cells that say what its row is about.
-- Filled from the log, before the rows are staged.
-- scope: registry
select
    null::varchar as query_no,
    null::varchar as "table",
    null::varchar as patient,
    null::varchar as field,
    null::varchar as old_digest,
    null::varchar as row_digest,
    null::varchar as new_value,
    null::varchar as made_by,
    null::date as day,
    null::boolean as fills_blanked,
where false
