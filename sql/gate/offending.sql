-- One row per rule and row that offends against it, by the position of the rule among those of its table; NULL for the table as a whole.
-- Filled by the gate, rule by rule; `arithmetic` is what the rule shows behind the finding.
-- scope: registry
select
    null::varchar as layer,
    null::varchar as "table",
    null::integer as "position",
    null::varchar as row_key,
    null::varchar as arithmetic,
where false
