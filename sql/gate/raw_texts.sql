-- One row per row with a finding and the columns of the finding: the cells as sent, or the values compared, as one text.
-- Filled when the findings are written; the patient number itself is in none of them.
-- scope: registry
select
    null::varchar as layer,
    null::varchar as "table",
    null::varchar as row_key,
    null::varchar[] as columns,
    null::varchar as raw,
where false
