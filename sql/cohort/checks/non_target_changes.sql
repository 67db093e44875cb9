-- One row per non-target of a read after baseline (patient, course, exam, reader, lesion) that was measured before: its size by the
-- criterion of the site, and how it grew since it was smallest.
-- That a non-target progresses is for a reader to say: infiltrative tumour and thrombi of veins have no size that a sum could hold.
-- is_grown: it grew as much as the criterion asks of a target, and by late_target_growth_mm; is_judged: the reader recorded a response
-- of the non-targets, or of the whole.
-- Citation: RECIST 1.1, 4.3.4 (unequivocal progression is a growth of the whole tumour that would make a target progress).
-- scope: patient
with
imaging_reads as (
    select * from accepted.imaging_reads
    where exam_date is not null
),

study_criteria as (
    select * from reference.study_criteria
    where is_recorded_criterion
),

non_targets as (
    select
        measured_lesions.*,
        imaging_reads.course,
        imaging_reads.timepoint,
        imaging_reads.row_key as read_key,
        coalesce(
            imaging_reads.overall_response, imaging_reads.target_response, imaging_reads.non_target_response
        ) is not null as is_judged,
        study_criteria.pd_increase_pct,
        study_criteria.late_target_growth_mm,
    from cohort.measured_lesions
    inner join imaging_reads using (patient_id, exam_id, reader_id)
    inner join study_criteria using (criterion)
    where measured_lesions.role = 'NONTARGET' and measured_lesions.diameter_mm is not null
),

followed_non_targets as (
    select
        *,
        min(diameter_mm) over (same_lesion rows between unbounded preceding and 1 preceding) as smallest_mm,
    from non_targets
    window same_lesion as (
        partition by patient_id, course, reader_id, lesion_id order by timepoint > 0, exam_date, timepoint, exam_id
    )
)

select
    followed_non_targets.source_row_key || ':' || followed_non_targets.course as row_key,
    followed_non_targets.patient_id,
    followed_non_targets.course,
    followed_non_targets.exam_id,
    followed_non_targets.reader_id,
    followed_non_targets.lesion_id,
    read_responses.derived_overall_response,
    followed_non_targets.source_row_key,
    followed_non_targets.smallest_mm,
    followed_non_targets.diameter_mm,
    coalesce(
        percent_change(followed_non_targets.diameter_mm, followed_non_targets.smallest_mm)
        >= followed_non_targets.pd_increase_pct
        and round(followed_non_targets.diameter_mm - followed_non_targets.smallest_mm, 9)
        >= followed_non_targets.late_target_growth_mm,
        false
    ) as is_grown,
    followed_non_targets.is_judged,
    followed_non_targets.exam_date,
from followed_non_targets
inner join cohort.read_responses as read_responses
    on followed_non_targets.read_key = read_responses.read_key and read_responses.is_recorded_criterion
where followed_non_targets.smallest_mm is not null
