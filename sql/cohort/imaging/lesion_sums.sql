-- One row per read with lesion rows (patient, course, exam, reader) and criterion: what its lesions add up to, and
-- which of the reader's baseline lesions it lacks.
-- A scan may be the last of one course and the baseline of the next. After baseline only the targets chosen at the
-- baseline of the course are summed, with what they split or merged into: a target that comes later would be growth that
-- nobody saw. Each criterion sums a
-- diameter of its own, of viable tumour or of the whole lesion; a target without it is not measured. Non-targets count
-- as tumour left, none left or not assessed.
-- Citation: KLCA-NCC 2022 guideline Table 11 (PMC9747269); of each criterion in sql/reference/response_criteria.csv.
-- scope: patient
with
imaging_reads as (
    select * from accepted.imaging_reads
    where exam_date is not null
),

baseline_reads as (
    select * from cohort.baseline_reads
),

study_criteria as (
    select * from reference.study_criteria
),

lesions as (
    select * from cohort.measured_lesions
),

new_lesions as (
    select * from cohort.new_lesions
),

lesion_origins as (
    select * from cohort.lesion_origins
),

origins_of_lesions as (
    select
        patient_id,
        course,
        exam_id,
        reader_id,
        criterion,
        lesion_id,
        role,
        not bool_or(is_repeated) as is_followed,
    from lesion_origins
    group by patient_id, course, exam_id, reader_id, criterion, lesion_id, role
),

readers_with_targets as (
    select distinct
        baseline_reads.patient_id,
        baseline_reads.course,
        baseline_reads.reader_id,
        true as has_baseline_targets,
    from baseline_reads
    inner join lesions using (patient_id, exam_id, reader_id)
    where lesions.role = 'TARGET'
),

lesions_of_reads as (
    select
        imaging_reads.patient_id,
        imaging_reads.course,
        imaging_reads.exam_id,
        imaging_reads.reader_id,
        lesions.criterion,
        lesions.lesion_id,
        lesions.role,
        lesions.diameter_mm,
        lesions.left_state,
        new_lesions.new_lesion_state,
        lesions.role = 'TARGET'
        and (coalesce(origins_of_lesions.is_followed, false) or readers_with_targets.has_baseline_targets is null) as is_target,
    from imaging_reads
    inner join lesions using (patient_id, exam_id, reader_id)
    left join readers_with_targets using (patient_id, course, reader_id)
    left join origins_of_lesions using (patient_id, course, exam_id, reader_id, criterion, lesion_id, role)
    left join new_lesions
        on
            lesions.patient_id = new_lesions.patient_id
            and imaging_reads.course = new_lesions.course
            and lesions.exam_id = new_lesions.exam_id
            and lesions.reader_id = new_lesions.reader_id
            and lesions.lesion_id = new_lesions.lesion_id
            and lesions.criterion = new_lesions.criterion
            and lesions.role = 'NEW'
),

sums as (
    select
        patient_id,
        course,
        exam_id,
        reader_id,
        criterion,
        count(*) as lesion_count,
        count(*) filter (where is_target) as target_count,
        count(*) filter (where is_target and diameter_mm is null) as unmeasured_target_count,
        case
            when bool_or(left_state = 'TUMOUR') filter (where is_target) then 'TUMOUR'
            when bool_or(left_state = 'NODE') filter (where is_target) then 'NODE'
            when bool_or(left_state = 'NONE') filter (where is_target) then 'NONE'
        end as left_targets,
        case
            when bool_or(left_state = 'TUMOUR') filter (where role = 'NONTARGET') then 'TUMOUR'
            when bool_or(left_state = 'NODE') filter (where role = 'NONTARGET') then 'NODE'
            when bool_or(left_state = 'NONE') filter (where role = 'NONTARGET') then 'NONE'
        end as left_non_targets,
        count(*) filter (where role = 'NONTARGET') as non_target_count,
        count(*) filter (where role = 'NONTARGET' and left_state <> 'NONE') as left_non_target_count,
        count(*) filter (where role = 'NONTARGET' and left_state is null) as unassessed_non_target_count,
        count(*) filter (where role = 'NEW') as new_lesion_count,
        arg_min(new_lesion_state, list_position(['YES', 'LATER', 'RECORDED', 'EQUIVOCAL', 'NO'], new_lesion_state))
            as new_lesion_state,
        string_agg(format('{} {:g}', lesion_id, diameter_mm), ' + ' order by lesion_id) filter (
            where is_target
        ) as measured_targets,
        round(sum(diameter_mm) filter (where is_target), 6) as target_sum_mm,
    from lesions_of_reads
    group by patient_id, course, exam_id, reader_id, criterion
),

seen_lesions as (
    select
        patient_id,
        course,
        exam_id,
        reader_id,
        criterion,
        origin_id,
        origin_role,
        bool_or(diameter_mm is not null) as is_measured,
    from lesion_origins
    group by patient_id, course, exam_id, reader_id, criterion, origin_id, origin_role
),

missing_lesions as (
    select
        imaging_reads.patient_id,
        imaging_reads.course,
        imaging_reads.exam_id,
        imaging_reads.reader_id,
        baseline_lesions.criterion,
        count(*) filter (
            where baseline_lesions.role = 'TARGET' and not coalesce(seen_lesions.is_measured, false)
        ) as missing_target_count,
        string_agg(baseline_lesions.lesion_id, ', ' order by baseline_lesions.lesion_id) filter (
            where baseline_lesions.role = 'TARGET' and not coalesce(seen_lesions.is_measured, false)
        ) as missing_targets,
        count(*) filter (
            where baseline_lesions.role = 'NONTARGET' and seen_lesions.origin_id is null
        ) as missing_non_target_count,
    from imaging_reads
    inner join baseline_reads using (patient_id, course, reader_id)
    inner join lesions as baseline_lesions
        on
            imaging_reads.patient_id = baseline_lesions.patient_id
            and imaging_reads.reader_id = baseline_lesions.reader_id
            and baseline_reads.exam_id = baseline_lesions.exam_id
    left join seen_lesions
        on
            imaging_reads.patient_id = seen_lesions.patient_id
            and imaging_reads.course = seen_lesions.course
            and imaging_reads.reader_id = seen_lesions.reader_id
            and imaging_reads.exam_id = seen_lesions.exam_id
            and baseline_lesions.criterion = seen_lesions.criterion
            and baseline_lesions.lesion_id = seen_lesions.origin_id
            and baseline_lesions.role = seen_lesions.origin_role
    where baseline_lesions.role in ('TARGET', 'NONTARGET')
    group by
        imaging_reads.patient_id,
        imaging_reads.course,
        imaging_reads.exam_id,
        imaging_reads.reader_id,
        baseline_lesions.criterion
)

select
    sums.patient_id || ':' || sums.course || ':' || sums.exam_id || ':' || sums.reader_id || study_criteria.key_ending as row_key,
    sums.patient_id,
    sums.course,
    sums.exam_id,
    sums.reader_id,
    sums.criterion,
    sums.measured_targets,
    missing_lesions.missing_targets,
    sums.left_targets,
    sums.left_non_targets,
    sums.new_lesion_state,
    sums.lesion_count,
    sums.target_count,
    sums.unmeasured_target_count,
    coalesce(missing_lesions.missing_target_count, 0) as missing_target_count,
    sums.non_target_count,
    sums.left_non_target_count,
    sums.unassessed_non_target_count,
    coalesce(missing_lesions.missing_non_target_count, 0) as missing_non_target_count,
    sums.new_lesion_count,
    sums.target_sum_mm,
from sums
inner join study_criteria using (criterion)
left join missing_lesions using (patient_id, course, exam_id, reader_id, criterion)
