-- One row per read after baseline (patient, course, exam, reader): the response derived by mRECIST beside the
-- recorded one.
-- What a diameter cannot tell is taken from the record: unequivocal progression of non-targets, and non-targets and
-- new lesions of a read without lesion rows (none recorded: NA and no). Nothing is derived (NULL) for a reader who
-- measured nothing; REVIEW says that only the adjudicator can judge. The row key is that of the read. The overall
-- response is derived twice: from the derived parts, and from the recorded parts, which tells an arithmetic slip in a
-- part from one in the matrix.
-- Citation: KLCA-NCC 2022 guideline Table 11 (PMC9747269); Choi et al., Acad Radiol 2018;25(11), Table A.1.
-- scope: patient
with
imaging_reads as (
    select * from accepted.imaging_reads
),

readers as (
    select * from reference.readers
),

target_sums as (
    select * from cohort.target_sums
),

lesion_sums as (
    select * from cohort.lesion_sums
),

baseline_lesion_sums as (
    select lesion_sums.*
    from cohort.baseline_reads
    inner join lesion_sums using (patient_id, course, exam_id, reader_id)
),

reads_with_parts as (
    select
        imaging_reads.*,
        target_sums.* exclude (row_key, patient_id, course, exam_id, reader_id, timepoint, exam_date),
        readers.role as reader_role,
        coalesce(lesion_sums.lesion_count, 0) as lesion_count,
        lesion_sums.new_lesion_count,
        lesion_sums.missing_targets,
        case
            when target_sums.baseline_mm is null and baseline_lesion_sums.target_count = 0 then 'NA'
            when
                target_sums.baseline_mm is null and target_sums.sum_mm is null
                and target_sums.target_count = 0 and baseline_lesion_sums.target_count is null
                then null
            else
                target_response(
                    target_sums.sum_mm, target_sums.baseline_mm, target_sums.nadir_mm,
                    target_sums.missing_target_count = 0,
                    getvariable('pr_decrease_pct'), getvariable('pd_increase_pct'), getvariable('pd_min_abs_mm')
                )
        end as derived_target_response,
        case
            when imaging_reads.non_target_response = 'PD' then 'PD'
            when lesion_sums.enhancing_non_target_count > 0 then 'IR/SD'
            when
                lesion_sums.non_target_count > 0
                and lesion_sums.unassessed_non_target_count = 0 and lesion_sums.missing_non_target_count = 0
                then 'CR'
            when imaging_reads.non_target_response is not null then imaging_reads.non_target_response
            when baseline_lesion_sums.non_target_count > 0 then 'NE'
            else 'NA'
        end as derived_non_target_response,
        coalesce(lesion_sums.new_lesion_count > 0, imaging_reads.has_new_lesion, false) as derived_has_new_lesion,
    from imaging_reads
    inner join target_sums using (patient_id, course, exam_id, reader_id)
    left join readers on imaging_reads.reader_id = readers.reader_id
    left join lesion_sums
        on
            imaging_reads.patient_id = lesion_sums.patient_id
            and imaging_reads.course = lesion_sums.course
            and imaging_reads.exam_id = lesion_sums.exam_id
            and imaging_reads.reader_id = lesion_sums.reader_id
    left join baseline_lesion_sums
        on
            imaging_reads.patient_id = baseline_lesion_sums.patient_id
            and imaging_reads.course = baseline_lesion_sums.course
            and imaging_reads.reader_id = baseline_lesion_sums.reader_id
    where imaging_reads.timepoint > 0
)

select
    row_key,
    patient_id,
    course,
    exam_id,
    reader_id,
    reader_role,
    missing_targets,
    target_response as recorded_target_response,
    derived_target_response,
    non_target_response as recorded_non_target_response,
    derived_non_target_response,
    overall_response as recorded_overall_response,
    overall_response(
        derived_target_response, derived_non_target_response, derived_has_new_lesion
    ) as derived_overall_response,
    overall_response(
        coalesce(target_response, derived_target_response),
        coalesce(non_target_response, derived_non_target_response),
        coalesce(has_new_lesion, derived_has_new_lesion)
    ) as overall_response_by_recorded_parts,
    timepoint,
    lesion_count,
    new_lesion_count,
    target_count,
    missing_target_count,
    derived_sum_mm,
    recorded_sum_mm,
    sum_mm,
    baseline_mm,
    nadir_mm,
    change_from_baseline_pct,
    change_from_nadir_pct,
    has_new_lesion as recorded_has_new_lesion,
    derived_has_new_lesion,
    has_quarantined_lesion,
    exam_date,
    baseline_date,
    nadir_date,
from reads_with_parts
