-- One row per arm and endpoint: the median and its events, now and in the last release.
-- scope: registry
select
    m.row_key,
    m.arm,
    m.parameter,
    m.event_count,
    m.median_days,
    l.event_count as last_event_count,
    l.median_days as last_median_days,
from cohort.median_times as m
left join last_cohort.median_times as l using (arm, parameter)
order by m.row_key
