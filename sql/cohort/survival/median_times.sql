-- One row per arm and parameter: patients, events, and the Kaplan-Meier median, the first day on which the estimate is
-- at or below one half; NULL if it stays above.
-- It is here so that one release can be held against the next; the tables of the statistics have their own.
-- Citation: Kaplan and Meier, J Am Stat Assoc 1958;53:457.
-- scope: registry
with
patients_by_parameter as (
    select
        arm,
        unnest([
            {parameter: 'OS', time_days: os_days, is_event: os_event},
            {parameter: 'PFS', time_days: pfs_days, is_event: pfs_event}
        ]) as record,
    from cohort.patients
),

times as (
    select
        arm,
        record.parameter,
        record.time_days,
        record.is_event,
    from patients_by_parameter
),

days_with_events as (
    select
        arm,
        parameter,
        time_days,
        count_if(is_event) as died,
        sum(count(*)) over (partition by arm, parameter order by time_days desc) as at_risk,
    from times
    group by arm, parameter, time_days
),

estimates as (
    select
        *,
        round(product(1 - died / at_risk) over (partition by arm, parameter order by time_days), 9) as survival,
    from days_with_events
),

medians as (
    select
        arm,
        parameter,
        min(time_days) filter (where survival <= 0.5) as median_days,
    from estimates
    group by arm, parameter
),

counts as (
    select
        arm,
        parameter,
        count(*) as patient_count,
        count_if(is_event) as event_count,
    from times
    group by arm, parameter
)

select
    counts.arm || ':' || counts.parameter as row_key,
    counts.arm,
    counts.parameter,
    counts.patient_count::bigint as patient_count,
    counts.event_count::bigint as event_count,
    medians.median_days,
from counts
inner join medians using (arm, parameter)
