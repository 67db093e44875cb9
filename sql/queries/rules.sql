-- One row per rule and table in force: the digest of what it asks, which is another one once the rule is changed, and its parent.
-- Filled when the queries are built, from the rules in force.
-- scope: registry
select
    null::varchar as rule,
    null::varchar as layer,
    null::varchar as "table",
    null::varchar as columns,
    null::varchar as version,
    null::varchar as parent_table,
    null::varchar as held_against,
    null::boolean as may_be_right,
    null::boolean as is_accepted,
where false
