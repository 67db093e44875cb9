-- One row per patient and day after the index day on which progression was evaluably assessed: time_to_event takes
-- the last of them that is observed, last_visits the last before an event.
-- From reads: the exams of the index course whose adjudicated response is neither NE nor ND nor missing. With
-- progression = 'recorded' the site's progression_free_date speaks, and reads only where the site gives none.
-- Citation: admiralonco lasta_censor; admiral: a non-evaluable assessment is no censoring date.
-- scope: patient
with
index_dates as (
    select * from cohort.index_dates
),

response_histories as (
    select * from cohort.response_histories
    where is_primary_criterion
),

follow_up as (
    select * from accepted.follow_up
),

candidates as (
    select
        patient_id,
        'imaging_reads' as source_table,
        source_row_key,
        2 as preference,
        exam_date as assessment_date,
    from response_histories
    where is_index_course and is_after_index and response not in ('NE', 'ND')
    union all
    select
        follow_up.patient_id,
        'follow_up' as source_table,
        follow_up.row_key as source_row_key,
        1 as preference,
        follow_up.progression_free_date as assessment_date,
    from follow_up
    inner join index_dates using (patient_id)
    where getvariable('progression') = 'recorded' and follow_up.progression_free_date >= index_dates.index_date
)

select
    patient_id || ':' || source_table || ':' || assessment_date as row_key,
    patient_id,
    source_table,
    source_row_key,
    assessment_date,
from candidates
qualify
    rank() over (partition by patient_id order by preference) = 1
    and row_number() over (partition by patient_id, source_table, assessment_date order by source_row_key) = 1
