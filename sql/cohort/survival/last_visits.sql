-- One row per patient with a progression or death after the index day: the last evaluable assessment before it (else
-- the start), and whether visits were missed between.
-- More than two planned intervals and two weeks without an assessment are at least two missed visits. The planned
-- interval is visit_interval_days, by default the longest of the protocol: three cycles of six weeks.
-- Citation: FDA endpoints guidance, appendix 3, table A; registry protocol (imaging after 2-3 cycles).
-- scope: patient
with
index_dates as (
    select * from cohort.index_dates
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
)

select
    patient_id as row_key,
    patient_id,
    coalesce(visit_row_key, index_row_key) as visit_row_key,
    event_date - coalesce(visit_date, index_date) as days_without_visit,
    event_date - coalesce(visit_date, index_date) > 2 * getvariable('visit_interval_days') + 14 as has_missed_visits,
    event_date,
    coalesce(visit_date, index_date) as visit_date,
from last_visits
where event_date is not null
