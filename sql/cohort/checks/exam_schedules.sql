-- One row per exam after baseline (patient, course, exam): how long after the index day and after the exam before it,
-- and by what modality.
-- The exam before is the last of the course on an earlier day after the index day, of any response. The baseline's
-- modality is that of the reader's baseline of the course. Days are plain differences of dates.
-- Citation: registry protocol (imaging after two or three cycles of four to six weeks).
-- scope: patient
with
response_histories as (
    select * from cohort.response_histories
    where is_recorded_criterion
),

modalities as (
    select
        patient_id,
        course,
        exam_id,
        max(modality) as modality,
    from accepted.imaging_reads
    group by patient_id, course, exam_id
),

baseline_modalities as (
    select
        baseline_reads.patient_id,
        baseline_reads.course,
        min(modalities.modality) as baseline_modality,
    from cohort.baseline_reads
    inner join modalities using (patient_id, course, exam_id)
    group by baseline_reads.patient_id, baseline_reads.course
),

exams as (
    select
        response_histories.*,
        modalities.modality,
        baseline_modalities.baseline_modality,
        max(response_histories.exam_date) filter (where response_histories.is_after_index) over (
            partition by response_histories.patient_id, response_histories.course
            order by response_histories.exam_date
            range between unbounded preceding and interval 1 day preceding
        ) as previous_exam_date,
    from response_histories
    left join modalities using (patient_id, course, exam_id)
    left join baseline_modalities using (patient_id, course)
)

select
    row_key,
    patient_id,
    course,
    exam_id,
    modality,
    baseline_modality,
    source_row_key,
    timepoint,
    exam_date - index_date as days_from_index,
    exam_date - previous_exam_date::date as days_from_previous_exam,
    is_index_course,
    is_after_index,
    is_after_new_therapy,
    exam_date,
    previous_exam_date::date as previous_exam_date,
from exams
