-- One row per arm of the study, in order, with its label, and for those held out of the comparison the reason.
-- Filled from the settings of the study.
-- scope: registry
select
    null::varchar as arm,
    null::varchar as label,
    null::varchar as reason,
    null::varchar as recorded_as,
    null::bigint as order_no,
    null::boolean as is_reference,
    null::boolean as is_in_study,
where false
