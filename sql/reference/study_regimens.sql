-- One row per regimen of the study: where it names those of a treatment, cycles of another regimen do not count.
-- Filled from the settings of the study.
-- scope: registry
select
    null::varchar as regimen,
    null::varchar as treatment,
    null::varchar as label,
    null::bigint as order_no,
where false
