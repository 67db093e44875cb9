-- One row per response criterion by which the study looks at responses, with its limits; the first is the primary one.
-- Filled from sql/reference/response_criteria.csv, which cites, and from the criteria of the settings.
-- scope: registry
select
    null::varchar as criterion,
    null::varchar as label,
    null::varchar as diameter,
    null::varchar as limits_in_words,
    null::varchar as key_ending,
    null::bigint as order_no,
    null::double as pr_decrease_pct,
    null::double as pd_increase_pct,
    null::double as pd_min_abs_mm,
    null::double as least_target_mm,
    null::double as least_node_mm,
    null::double as least_porta_node_mm,
    null::double as normal_node_mm,
    null::double as too_small_mm,
    null::double as new_nodule_mm,
    null::double as new_nodule_growth_mm,
    null::double as late_target_growth_mm,
    null::varchar as new_effusion,
    null::boolean as is_primary_criterion,
    null::boolean as is_recorded_criterion,
where false
