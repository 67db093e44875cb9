-- One row per patient and recorded CTCAE term on or after the index day: the worst grade and the row that has it.
-- A term outside the registry's list is OTHER: terms are free text, and free text is not printed. Of equal grades the
-- first event counts. Events that began after the data cut-off are not of the study.
-- Citation: NCI CTCAE v5.0; safety tables count each patient once per term, by the worst grade.
-- scope: patient
with
index_dates as (
    select * from cohort.index_dates
),

events as (
    select
        adverse_events.row_key,
        adverse_events.patient_id,
        ctcae_printed_term(adverse_events.term) as term,
        adverse_events.grade,
        adverse_events.start_date,
    from accepted.adverse_events as adverse_events
    inner join index_dates using (patient_id)
    where
        adverse_events.start_date >= index_dates.index_date
        and adverse_events.start_date <= coalesce(getvariable('data_cutoff'), adverse_events.start_date)
        and adverse_events.grade is not null
),

counted_events as (
    select
        *,
        count(*) over (partition by patient_id, term) as event_count,
    from events
)

select
    patient_id || ':' || term as row_key,
    patient_id,
    term,
    row_key as source_row_key,
    grade as worst_grade,
    event_count,
    start_date as worst_date,
from counted_events
qualify row_number() over (partition by patient_id, term order by grade desc, start_date, row_key) = 1
