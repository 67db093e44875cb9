-- One row per target of a read after baseline (patient, course, exam, reader, lesion) and criterion that the reader's baseline
-- lacks: its size, and how it grew since it was smallest.
-- It is in no sum: either it is a new lesion, or one of the baseline under another name. is_grown: it grew as much as the
-- criterion asks of progression, and by late_target_growth_mm; whatever it is, the exam is then suspect of progression.
-- Of a reader a lesion row of whom is quarantined the baseline may be known in part only: such is not here.
-- Citation: RECIST 1.1 (targets are chosen at baseline); the growth by the registry protocol.
-- scope: patient
with
imaging_reads as (
    select * from accepted.imaging_reads
    where exam_date is not null
),

lesion_origins as (
    select * from cohort.lesion_origins
),

incomplete_readers as (
    select * from cohort.incomplete_readers
),

study_criteria as (
    select * from reference.study_criteria
),

readers_with_lesions as (
    select distinct
        baseline_reads.patient_id,
        baseline_reads.course,
        baseline_reads.reader_id,
        baseline_reads.exam_id as baseline_exam_id,
    from cohort.baseline_reads
    inner join cohort.measured_lesions using (patient_id, exam_id, reader_id)
),

late_targets as (
    select
        measured_lesions.*,
        imaging_reads.course,
        imaging_reads.timepoint,
        imaging_reads.row_key as read_key,
        imaging_reads.overall_response,
        study_criteria.key_ending,
        study_criteria.pd_increase_pct,
        study_criteria.late_target_growth_mm,
    from cohort.measured_lesions
    inner join imaging_reads using (patient_id, exam_id, reader_id)
    inner join study_criteria using (criterion)
    inner join readers_with_lesions using (patient_id, course, reader_id)
    left join incomplete_readers using (patient_id, course, reader_id)
    anti join lesion_origins
        on
            measured_lesions.patient_id = lesion_origins.patient_id
            and imaging_reads.course = lesion_origins.course
            and measured_lesions.exam_id = lesion_origins.exam_id
            and measured_lesions.reader_id = lesion_origins.reader_id
            and measured_lesions.criterion = lesion_origins.criterion
            and measured_lesions.lesion_id = lesion_origins.lesion_id
    where
        measured_lesions.role = 'TARGET'
        and imaging_reads.timepoint > 0
        and coalesce(incomplete_readers.incomplete_from > imaging_reads.exam_date, true)
),

followed_targets as (
    select
        *,
        min(diameter_mm) over (same_lesion rows between unbounded preceding and 1 preceding) as smallest_mm,
        row_number() over same_lesion = 1 as is_first,
    from late_targets
    window same_lesion as (partition by patient_id, course, reader_id, lesion_id, criterion order by exam_date, timepoint, exam_id)
)

select
    source_row_key || ':' || course || key_ending as row_key,
    patient_id,
    course,
    exam_id,
    reader_id,
    lesion_id,
    criterion,
    overall_response as recorded_overall_response,
    source_row_key,
    diameter_mm,
    smallest_mm,
    is_recorded_criterion,
    is_first,
    coalesce(
        percent_change(diameter_mm, smallest_mm) >= pd_increase_pct
        and round(diameter_mm - smallest_mm, 9) >= late_target_growth_mm,
        false
    ) as is_grown,
    exam_date,
from followed_targets
