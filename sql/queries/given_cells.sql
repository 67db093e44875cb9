-- One row per value that a person gave and raw cell that it may be about, as the cell was sent tonight.
-- Filled from the raw rows, before any of them is changed.
-- scope: registry
select
    null::varchar as query_no,
    null::varchar as field,
    null::varchar as row_key,
    null::varchar as cell,
    null::varchar as cell_digest,
where false
