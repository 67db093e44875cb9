-- One row per lesion of a read (patient, course, exam, reader, lesion), criterion and lesion of the reader's baseline that it is,
-- or is a part of.
-- A lesion that split goes on as its parts, whose diameters are added; lesions that merged go on as one, whose one diameter
-- counts for all. What is named at the baseline itself is that lesion and no part of another, unless it says that another
-- merged into it. A row that is made only of lesions which stand there themselves (is_repeated) counts for nothing.
-- A target is made of targets, a non-target of non-targets. A non-target that merged with a target is one with it: it is here only
-- where nothing is left of the whole, and is then gone as well; what is left of the whole counts as target.
-- (The lesions of the baseline are found first: else each could be held against those of all exams, which takes gigabytes.)
-- Citation: RECIST 1.1 (lesions that split or coalesce on treatment); CDISC RECIST 1.1 supplement.
-- scope: patient
with
imaging_reads as (
    select * from accepted.imaging_reads
    where exam_date is not null
),

baseline_reads as (
    select * from cohort.baseline_reads
),

measured_lesions as (
    select * from cohort.measured_lesions
    where role in ('TARGET', 'NONTARGET')
),

baseline_lesions as materialized (
    select
        baseline_reads.patient_id,
        baseline_reads.course,
        baseline_reads.reader_id,
        measured_lesions.criterion,
        measured_lesions.role as origin_role,
        measured_lesions.lesion_id as origin_id,
    from baseline_reads
    inner join measured_lesions using (patient_id, exam_id, reader_id)
),

pairs as (
    select
        imaging_reads.course,
        measured_lesions.*,
        baseline_lesions.origin_id,
        baseline_lesions.origin_role,
        baseline_lesions.origin_role = measured_lesions.role as is_same_role,
        baseline_lesions.origin_id = measured_lesions.lesion_id as is_itself,
        list_contains(
            lesions_said(measured_lesions.split_from, measured_lesions.merged_with), baseline_lesions.origin_id
        ) as is_said,
    from imaging_reads
    inner join measured_lesions using (patient_id, exam_id, reader_id)
    inner join baseline_lesions
        on
            imaging_reads.patient_id = baseline_lesions.patient_id
            and imaging_reads.course = baseline_lesions.course
            and imaging_reads.reader_id = baseline_lesions.reader_id
            and measured_lesions.criterion = baseline_lesions.criterion
            and (measured_lesions.role = baseline_lesions.origin_role or measured_lesions.role = 'TARGET')
    where
        (
            is_itself
            or is_said
            or list_contains(lesions_named_in(measured_lesions.lesion_id), baseline_lesions.origin_id)
        )
        and (is_same_role or (measured_lesions.left_state = 'NONE' and not is_itself))
),

origins as (
    select
        *,
        bool_or(is_itself and diameter_mm is not null) over same_origin as is_measured_itself,
    from pairs
    window
        same_lesion as (partition by patient_id, course, exam_id, reader_id, criterion, lesion_id),
        same_origin as (partition by patient_id, course, exam_id, reader_id, criterion, origin_id)
    qualify (is_itself or is_said or not bool_or(is_itself) over same_lesion) and bool_or(is_same_role) over same_lesion
)

select
    source_row_key || ':' || course || ':' || origin_id || ':' || criterion as row_key,
    patient_id,
    course,
    exam_id,
    reader_id,
    criterion,
    lesion_id,
    origin_id,
    role,
    origin_role,
    diameter_mm,
    is_itself,
    bool_and(is_measured_itself) filter (where is_same_role) over same_lesion and not bool_or(is_itself) over same_lesion as is_repeated,
from origins
window same_lesion as (partition by patient_id, course, exam_id, reader_id, criterion, lesion_id)
