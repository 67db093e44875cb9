-- One row per read with lesion rows (patient, course, exam, reader): what its lesions add up to, and which of the
-- reader's baseline lesions it lacks.
-- A scan may be the last of one course and the baseline of the next. After baseline only the targets chosen at the
-- baseline of the course are summed: a target that comes later would be growth that nobody saw.
-- A lesion without arterial enhancement has 0 mm viable tumour even where no diameter is written. A target without
-- either is not measured. Non-targets count as enhancing, not enhancing or not assessed.
-- Citation: KLCA-NCC 2022 guideline Table 11 (PMC9747269): viable = enhancing in the arterial phase.
-- scope: patient
with
imaging_reads as (
    select * from accepted.imaging_reads
),

baseline_reads as (
    select * from cohort.baseline_reads
),

lesions as (
    select
        patient_id,
        exam_id,
        reader_id,
        lesion_id,
        role,
        coalesce(viable_mm, case when not has_arterial_enhancement then 0 end) as viable_mm,
        coalesce(has_arterial_enhancement, viable_mm > 0) as is_enhancing,
    from accepted.lesions
),

baseline_targets as (
    select
        baseline_reads.patient_id,
        baseline_reads.course,
        baseline_reads.reader_id,
        lesions.lesion_id,
    from baseline_reads
    inner join lesions using (patient_id, exam_id, reader_id)
    where lesions.role = 'TARGET'
),

readers_with_targets as (
    select distinct
        patient_id,
        course,
        reader_id,
        true as has_baseline_targets,
    from baseline_targets
),

lesions_of_reads as (
    select
        imaging_reads.patient_id,
        imaging_reads.course,
        imaging_reads.exam_id,
        imaging_reads.reader_id,
        lesions.lesion_id,
        lesions.role,
        lesions.viable_mm,
        lesions.is_enhancing,
        lesions.role = 'TARGET'
        and (baseline_targets.lesion_id is not null or readers_with_targets.has_baseline_targets is null) as is_target,
    from imaging_reads
    inner join lesions using (patient_id, exam_id, reader_id)
    left join readers_with_targets using (patient_id, course, reader_id)
    left join baseline_targets using (patient_id, course, reader_id, lesion_id)
),

sums as (
    select
        patient_id,
        course,
        exam_id,
        reader_id,
        count(*) as lesion_count,
        count(*) filter (where is_target) as target_count,
        count(*) filter (where is_target and viable_mm is null) as unmeasured_target_count,
        count(*) filter (where role = 'NONTARGET') as non_target_count,
        count(*) filter (where role = 'NONTARGET' and is_enhancing) as enhancing_non_target_count,
        count(*) filter (where role = 'NONTARGET' and is_enhancing is null) as unassessed_non_target_count,
        count(*) filter (where role = 'NEW') as new_lesion_count,
        string_agg(format('{} {:g}', lesion_id, viable_mm), ' + ' order by lesion_id) filter (
            where is_target
        ) as measured_targets,
        round(sum(viable_mm) filter (where is_target), 6) as target_sum_mm,
    from lesions_of_reads
    group by patient_id, course, exam_id, reader_id
),

missing_lesions as (
    select
        imaging_reads.patient_id,
        imaging_reads.course,
        imaging_reads.exam_id,
        imaging_reads.reader_id,
        count(*) filter (
            where baseline_lesions.role = 'TARGET' and seen_lesions.viable_mm is null
        ) as missing_target_count,
        string_agg(baseline_lesions.lesion_id, ', ' order by baseline_lesions.lesion_id) filter (
            where baseline_lesions.role = 'TARGET' and seen_lesions.viable_mm is null
        ) as missing_targets,
        count(*) filter (
            where baseline_lesions.role = 'NONTARGET' and seen_lesions.lesion_id is null
        ) as missing_non_target_count,
    from imaging_reads
    inner join baseline_reads using (patient_id, course, reader_id)
    inner join lesions as baseline_lesions
        on
            imaging_reads.patient_id = baseline_lesions.patient_id
            and imaging_reads.reader_id = baseline_lesions.reader_id
            and baseline_reads.exam_id = baseline_lesions.exam_id
    left join lesions as seen_lesions
        on
            imaging_reads.patient_id = seen_lesions.patient_id
            and imaging_reads.reader_id = seen_lesions.reader_id
            and imaging_reads.exam_id = seen_lesions.exam_id
            and baseline_lesions.lesion_id = seen_lesions.lesion_id
            and baseline_lesions.role = seen_lesions.role
    where baseline_lesions.role in ('TARGET', 'NONTARGET')
    group by imaging_reads.patient_id, imaging_reads.course, imaging_reads.exam_id, imaging_reads.reader_id
)

select
    sums.patient_id || ':' || sums.course || ':' || sums.exam_id || ':' || sums.reader_id as row_key,
    sums.patient_id,
    sums.course,
    sums.exam_id,
    sums.reader_id,
    sums.measured_targets,
    missing_lesions.missing_targets,
    sums.lesion_count,
    sums.target_count,
    sums.unmeasured_target_count,
    coalesce(missing_lesions.missing_target_count, 0) as missing_target_count,
    sums.non_target_count,
    sums.enhancing_non_target_count,
    sums.unassessed_non_target_count,
    coalesce(missing_lesions.missing_non_target_count, 0) as missing_non_target_count,
    sums.new_lesion_count,
    sums.target_sum_mm,
from sums
left join missing_lesions using (patient_id, course, exam_id, reader_id)
