-- One row per regimen and drug (and body weight from which on it has another dose): the plan in force.
-- Filled from sql/reference/regimens.csv, which cites, and from the regimens of the settings.
-- scope: registry
select
    null::varchar as regimen,
    null::varchar as label,
    null::varchar as treatment,
    null::varchar as drug,
    null::varchar as dose_unit,
    null::bigint as regimen_no,
    null::double as from_weight_kg,
    null::bigint as first_day,
    null::bigint as days,
    null::bigint as last_cycle_no,
    null::double as dose,
    null::bigint as least_interval_days,
    null::bigint as cycle_days,
    null::bigint as most_interval_days,
    null::bigint as late_after_days,
    null::bigint as most_cycles,
    null::boolean as is_needed,
    null::boolean as may_be_reduced,
    null::boolean as has_daily_labs,
    null::boolean as is_counted,
    null::boolean as is_in_force,
where false
