-- One row per patient who progressed after the index day: the day of the first progression and the row that says so.
-- progression = 'reads': the exam date of the first adjudicated PD of the index course by the primary criterion (the
-- date of the scan, not of its reading). progression = 'recorded': the site's own date in follow_up, for sources whose
-- reads cannot give one. The two are not mixed.
-- Citation: registry protocol (PFS: first PD); FDA endpoints guidance, appendix 3.
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
        exam_id,
        exam_date as progression_date,
    from response_histories
    where getvariable('progression') = 'reads' and response = 'PD' and is_index_course and is_after_index
    union all
    select
        follow_up.patient_id,
        'follow_up' as source_table,
        follow_up.row_key as source_row_key,
        null as exam_id,
        follow_up.progression_date,
    from follow_up
    inner join index_dates using (patient_id)
    where getvariable('progression') = 'recorded' and follow_up.progression_date >= index_dates.index_date
)

select
    patient_id as row_key,
    patient_id,
    exam_id,
    source_table,
    source_row_key,
    progression_date,
from candidates
qualify row_number() over (partition by patient_id order by progression_date, exam_id, source_row_key) = 1
