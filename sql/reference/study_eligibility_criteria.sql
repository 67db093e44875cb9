-- One row per criterion of eligibility that the study could ask, those that are off included: what it compares, and in which words.
-- Filled from the list and the settings of the study.
-- scope: registry
select
    null::varchar as criterion,
    null::varchar as description,
    null::varchar as reason,
    null::varchar as unknown_reason,
    null::varchar as reason_fact,
    null::varchar as fact,
    null::varchar as operator,
    null::varchar as waits_when,
    null::varchar as off_reason,
    null::varchar[] as compared_with,
    null::double[] as compared_numbers,
    null::bigint as step,
    null::boolean as passes_unknown,
    null::boolean as is_in_force,
where false
