-- One row per patient, parameter and reason for which observation of progression ends before the event that would
-- follow.
-- new_therapy = 'censor': the first other anticancer therapy. missed_visits = 'censor': an event of PFS more than two
-- planned intervals and two weeks after the last evaluable assessment (or the start) came after at least two missed
-- visits. Without these settings: no rows. The planned interval is visit_interval_days, by default the longest of the
-- protocol: three cycles of six weeks.
-- Citation: admiralonco vignette (NACTDT); FDA endpoints guidance, appendix 3, table A; registry protocol (imaging
-- after 2-3 cycles).
-- scope: patient
with
index_dates as (
    select * from cohort.index_dates
),

new_therapies as (
    select * from cohort.new_therapies
),

first_events as (
    select
        patient_id,
        min(event_date) as event_date,
    from (
        select
            patient_id,
            progression_date as event_date,
        from cohort.progressions
        union all
        select
            patient_id,
            death_date as event_date,
        from cohort.last_known_states
    )
    group by patient_id
),

last_visits as (
    select
        first_events.patient_id,
        first_events.event_date,
        max(greatest(last_assessments.assessment_date, index_dates.index_date)) as visit_date,
        arg_max(last_assessments.source_row_key, last_assessments.assessment_date) as visit_row_key,
        any_value(index_dates.index_date) as index_date,
        any_value(index_dates.source_row_key) as index_row_key,
    from first_events
    inner join index_dates using (patient_id)
    left join cohort.last_assessments
        on
            first_events.patient_id = last_assessments.patient_id
            and last_assessments.assessment_date < first_events.event_date
    group by first_events.patient_id, first_events.event_date
),

ends as (
    select
        patient_id,
        unnest(['PFS', 'TTP']) as parameter,
        1 as list_no,
        'New anticancer therapy' as description,
        source_table,
        source_row_key,
        new_therapy_date as end_date,
    from new_therapies
    where getvariable('new_therapy') = 'censor'
    union all
    select
        patient_id,
        'PFS' as parameter,
        2 as list_no,
        'Missed visits' as description,
        'imaging_reads' as source_table,
        coalesce(visit_row_key, index_row_key) as source_row_key,
        coalesce(visit_date, index_date) as end_date,
    from last_visits
    where
        getvariable('missed_visits') = 'censor'
        and event_date - coalesce(visit_date, index_date) > 2 * getvariable('visit_interval_days') + 14
)

select
    patient_id || ':' || parameter || ':' || list_no as row_key,
    patient_id,
    parameter,
    description,
    source_table,
    source_row_key,
    list_no::bigint as list_no,
    end_date,
from ends
