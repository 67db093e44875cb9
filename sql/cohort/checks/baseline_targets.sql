-- One row per target lesion of a reader's baseline (patient, course, reader, lesion): its organ and size, its place
-- among the targets, and why it may be none.
-- Nodes are one organ, wherever they are. The place counts from the largest target, within the organ and in all.
-- What may be a target, and by which diameter, is a matter of the criterion by which the site records: hindrance is by
-- its limits. A scan that ends another course too (is_shared) shows targets of that course which may have shrunk: what
-- they are here is not judged.
-- Citation: RECIST 1.1 as tabulated in PMC3980664 (two targets per organ, five in all); of each criterion in
-- sql/reference/response_criteria.csv.
-- scope: patient
with
baseline_reads as (
    select * from cohort.baseline_reads
),

imaging_reads as (
    select * from accepted.imaging_reads
),

recorded_criteria as (
    select * from reference.study_criteria
    where is_recorded_criterion
),

lesions as (
    select
        measured_lesions.*,
        case recorded_criteria.diameter when 'viable' then has_arterial_enhancement end as has_enhancement,
    from cohort.measured_lesions
    inner join recorded_criteria using (criterion)
),

targets as (
    select
        baseline_reads.patient_id,
        baseline_reads.course,
        baseline_reads.exam_id,
        baseline_reads.reader_id,
        baseline_reads.exam_date,
        lesions.source_row_key,
        lesions.lesion_id,
        lesions.organ,
        lesions.lesion_kind,
        lesions.is_node,
        case when lesions.is_node then 'LYMPH_NODE' else lesions.organ end as organ_counted,
        lesions.diameter_mm,
        lesions.least_mm,
        lesions.has_enhancement,
        lesions.has_arterial_enhancement,
        lesions.treated_before,
        exists(
            select 1
            from imaging_reads
            where
                imaging_reads.patient_id = baseline_reads.patient_id
                and imaging_reads.exam_id = baseline_reads.exam_id
                and imaging_reads.reader_id = baseline_reads.reader_id
                and imaging_reads.timepoint > 0
        ) as is_shared,
    from baseline_reads
    inner join lesions using (patient_id, exam_id, reader_id)
    where lesions.role = 'TARGET'
)

select
    patient_id || ':' || course || ':' || reader_id || ':' || lesion_id as row_key,
    patient_id,
    course,
    exam_id,
    reader_id,
    lesion_id,
    organ,
    lesion_kind,
    organ_counted,
    target_hindrance(organ, is_node, lesion_kind, diameter_mm, has_enhancement, least_mm) as hindrance,
    treated_before,
    source_row_key,
    row_number() over (
        partition by patient_id, course, reader_id, organ_counted order by diameter_mm desc nulls last, lesion_id
    ) as place_in_organ,
    row_number() over (partition by patient_id, course, reader_id order by diameter_mm desc nulls last, lesion_id) as place,
    count(*) over (partition by patient_id, course, reader_id, organ_counted) as organ_target_count,
    count(*) over (partition by patient_id, course, reader_id) as target_count,
    diameter_mm,
    least_mm,
    has_arterial_enhancement,
    is_shared,
    exam_date,
from targets
