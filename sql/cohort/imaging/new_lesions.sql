-- One row per new lesion of a read (patient, course, exam, reader, lesion) and criterion: whether it is progression, equivocal, or
-- equivocal here and confirmed later.
-- LATER: equivocal at this exam, and tumour at a later one of the same reader, by size and pattern or because it grew by
-- new_nodule_growth_mm since it was first seen: progression is then dated back to this exam. Only exams of one course tell of each
-- other: in another the same name may be another lesion.
-- Citation: RECIST 1.1 (an equivocal new lesion that later scans confirm: progression on the date of the first scan); of each
-- criterion in sql/reference/response_criteria.csv.
-- scope: patient
with
new_lesions as (
    select
        measured_lesions.*,
        imaging_reads.course,
        imaging_reads.timepoint,
        study_criteria.key_ending,
        study_criteria.new_nodule_growth_mm,
        measured_lesions.organ = 'PORTAL_VEIN' or coalesce(measured_lesions.lesion_kind = 'THROMBUS', false) as is_thrombus,
        case
            when measured_lesions.lesion_kind = 'EFFUSION'
                then new_effusion_state(study_criteria.new_effusion, measured_lesions.cytology)
            when is_thrombus then new_thrombus_state(measured_lesions.has_arterial_enhancement)
            else
                new_lesion_state(
                    measured_lesions.organ,
                    measured_lesions.is_node,
                    measured_lesions.size_mm,
                    measured_lesions.diameter_mm,
                    measured_lesions.has_arterial_enhancement,
                    measured_lesions.has_washout,
                    study_criteria.normal_node_mm,
                    measured_lesions.least_mm,
                    study_criteria.new_nodule_mm
                )
        end as state_at_exam,
    from cohort.measured_lesions
    inner join accepted.imaging_reads as imaging_reads using (patient_id, exam_id, reader_id)
    inner join reference.study_criteria using (criterion)
    where measured_lesions.role = 'NEW' and imaging_reads.timepoint > 0
),

followed_lesions as (
    select
        *,
        round(size_mm - first_value(size_mm) over same_lesion, 9) as growth_mm,
    from new_lesions
    window same_lesion as (partition by patient_id, course, reader_id, lesion_id, criterion order by exam_date, timepoint, exam_id)
),

judged_lesions as (
    select
        *,
        case
            when
                state_at_exam = 'EQUIVOCAL'
                and coalesce(lesion_kind, '') != 'EFFUSION'
                and not is_thrombus
                and new_nodule_growth_mm > 0
                and growth_mm >= new_nodule_growth_mm
                then 'YES'
            else state_at_exam
        end as judged_state,
    from followed_lesions
),

confirmed_lesions as (
    select
        *,
        min(exam_date) filter (where judged_state = 'YES') over (
            partition by patient_id, course, reader_id, lesion_id, criterion
            order by exam_date, timepoint, exam_id
            rows between 1 following and unbounded following
        ) as confirmation_date,
    from judged_lesions
)

select
    source_row_key || ':' || course || key_ending as row_key,
    patient_id,
    course,
    exam_id,
    reader_id,
    lesion_id,
    criterion,
    case when judged_state = 'EQUIVOCAL' and confirmation_date is not null then 'LATER' else judged_state end as new_lesion_state,
    size_mm,
    exam_date,
    confirmation_date,
from confirmed_lesions
