-- One row per rule and offending row, or per rule and table where it speaks of the whole table, in the words of the rule.
-- Filled by the gate; quarantine.findings leads each row back to patient, file and cell.
-- scope: registry
select
    null::varchar as rule,
    null::varchar as level,
    null::varchar as layer,
    null::varchar as "table",
    null::varchar as row_key,
    null::varchar[] as columns,
    null::varchar as message,
    null::varchar as name,
    null::varchar as action,
    null::varchar as arithmetic,
where false
