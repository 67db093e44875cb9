-- One row per read after baseline (patient, course, exam, reader) and criterion: the response derived by the criterion,
-- and beside it the recorded one, which belongs to the criterion by which the site records.
-- What a diameter cannot tell is taken from the record: unequivocal progression of non-targets, and non-targets and new
-- lesions of a read without lesion rows (none recorded: NA and no). Non-targets that are recorded by a criterion of
-- another diameter tell as much as follows: what progresses does so by any, viable tumour is tumour, and where nothing
-- is left nothing is viable; else they are not evaluable. Nothing is derived (NULL) for a reader who measured nothing;
-- REVIEW says that only the adjudicator can judge, as where a target that the baseline lacks has grown. The row key of
-- the recorded criterion is that of the read. The overall response is derived twice: from the derived parts, and from
-- the recorded parts, which tells an arithmetic slip in a part from one in the matrix; where a target response is recorded and
-- no overall one, it is what was recorded. A new lesion that is equivocal makes no progression of itself; one that a later exam
-- confirms makes it here. After an overall complete response a non-target that is tumour again is progression; a node of doubtful
-- size alone is for the adjudicator.
-- Citation: RECIST 1.1 (disease after a complete response) and EORTC RECIST working group, FAQ on new lesions; KLCA-NCC 2022
-- guideline Table 11 (PMC9747269); Choi et al., Acad Radiol 2018;25(11), Table A.1; of each
-- criterion in sql/reference/response_criteria.csv.
-- scope: patient
with
imaging_reads as (
    select * from accepted.imaging_reads
    where exam_date is not null
),

readers as (
    select * from reference.readers
),

study_criteria as (
    select
        *,
        diameter = max(diameter) filter (where is_recorded_criterion) over () as has_recorded_diameter,
    from reference.study_criteria
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

recorded_reads as (
    select
        imaging_reads.row_key as read_key,
        imaging_reads.patient_id,
        imaging_reads.course,
        imaging_reads.exam_id,
        imaging_reads.reader_id,
        imaging_reads.timepoint,
        imaging_reads.has_new_lesion,
        imaging_reads.exam_date,
        case when study_criteria.is_recorded_criterion then imaging_reads.target_response end as target_response,
        case when study_criteria.is_recorded_criterion then imaging_reads.non_target_response end as non_target_response,
        case when study_criteria.is_recorded_criterion then imaging_reads.overall_response end as overall_response,
        case
            when study_criteria.has_recorded_diameter or imaging_reads.non_target_response in ('PD', 'NA')
                then imaging_reads.non_target_response
            when study_criteria.diameter = 'total' and imaging_reads.non_target_response = 'IR/SD' then 'IR/SD'
            when study_criteria.diameter = 'viable' and imaging_reads.non_target_response = 'CR' then 'CR'
            when imaging_reads.non_target_response is not null then 'NE'
        end as non_target_judgement,
        study_criteria.* exclude (label, diameter, order_no),
    from imaging_reads
    cross join study_criteria
    where imaging_reads.timepoint > 0
),

suspect_reads as (
    select
        patient_id,
        course,
        exam_id,
        reader_id,
        criterion,
        bool_or(is_grown) as is_suspect,
    from cohort.late_targets
    group by patient_id, course, exam_id, reader_id, criterion
),

measured_parts as (
    select
        recorded_reads.*,
        target_sums.* exclude (
            row_key, patient_id, course, exam_id, reader_id, criterion, timepoint, is_recorded_criterion, exam_date
        ),
        readers.role as reader_role,
        coalesce(lesion_sums.lesion_count, 0) as lesion_count,
        lesion_sums.new_lesion_count,
        lesion_sums.new_lesion_state,
        lesion_sums.left_non_targets,
        lesion_sums.missing_targets,
        suspect_reads.is_suspect,
        case
            when target_sums.baseline_mm is null and baseline_lesion_sums.target_count = 0 then 'NA'
            when
                target_sums.baseline_mm is null and target_sums.sum_mm is null
                and target_sums.target_count = 0 and baseline_lesion_sums.target_count is null
                then null
            else
                target_response(
                    target_sums.sum_mm, target_sums.baseline_mm, target_sums.nadir_mm,
                    target_sums.missing_target_count = 0, target_sums.left_targets, target_sums.had_targets,
                    target_sums.was_gone,
                    recorded_reads.pr_decrease_pct, recorded_reads.pd_increase_pct, recorded_reads.pd_min_abs_mm
                )
        end as derived_target_response,
        case
            when recorded_reads.non_target_judgement = 'PD' then 'PD'
            when lesion_sums.left_non_target_count > 0 then 'IR/SD'
            when
                greatest(lesion_sums.non_target_count, baseline_lesion_sums.non_target_count) > 0
                and lesion_sums.unassessed_non_target_count = 0 and lesion_sums.missing_non_target_count = 0
                then 'CR'
            when recorded_reads.non_target_judgement is not null then recorded_reads.non_target_judgement
            when baseline_lesion_sums.non_target_count > 0 then 'NE'
            else 'NA'
        end as derived_non_target_response,
        case
            when lesion_sums.new_lesion_state in ('YES', 'LATER') then true
            when lesion_sums.new_lesion_state in ('EQUIVOCAL', 'NO') or lesion_sums.new_lesion_count = 0 then false
            else coalesce(recorded_reads.has_new_lesion, lesion_sums.new_lesion_count > 0, false)
        end as derived_has_new_lesion,
        coalesce(recorded_reads.course = index_dates.index_treatment, false) as is_index_course,
    from recorded_reads
    inner join target_sums using (patient_id, course, exam_id, reader_id, criterion)
    left join readers on recorded_reads.reader_id = readers.reader_id
    left join lesion_sums
        on
            recorded_reads.patient_id = lesion_sums.patient_id
            and recorded_reads.course = lesion_sums.course
            and recorded_reads.exam_id = lesion_sums.exam_id
            and recorded_reads.reader_id = lesion_sums.reader_id
            and recorded_reads.criterion = lesion_sums.criterion
    left join suspect_reads
        on
            recorded_reads.patient_id = suspect_reads.patient_id
            and recorded_reads.course = suspect_reads.course
            and recorded_reads.exam_id = suspect_reads.exam_id
            and recorded_reads.reader_id = suspect_reads.reader_id
            and recorded_reads.criterion = suspect_reads.criterion
    left join baseline_lesion_sums
        on
            recorded_reads.patient_id = baseline_lesion_sums.patient_id
            and recorded_reads.course = baseline_lesion_sums.course
            and recorded_reads.reader_id = baseline_lesion_sums.reader_id
            and recorded_reads.criterion = baseline_lesion_sums.criterion
    left join cohort.index_dates as index_dates on recorded_reads.patient_id = index_dates.patient_id
),

reads_with_parts as (
    select
        * replace (
            case
                when is_suspect and derived_target_response is distinct from 'PD' then 'REVIEW' else derived_target_response
            end as derived_target_response
        ),
    from measured_parts
),

reads_in_sequence as (
    select
        *,
        coalesce(
            bool_or(
                overall_response(derived_target_response, derived_non_target_response, derived_has_new_lesion) = 'CR'
            ) over (
                partition by patient_id, course, reader_id, criterion
                order by exam_date, timepoint, exam_id
                rows between unbounded preceding and 1 preceding
            ),
            false
        ) as was_complete,
    from reads_with_parts
),

reads_after_complete_response as (
    select
        * replace (
            case
                when was_complete and derived_non_target_response = 'IR/SD'
                    then case when left_non_targets = 'NODE' then 'REVIEW' else 'PD' end
                else derived_non_target_response
            end as derived_non_target_response
        ),
    from reads_in_sequence
),

reads_with_overall as (
    select
        *,
        overall_response(
            derived_target_response, derived_non_target_response, derived_has_new_lesion
        ) as derived_overall_response,
        case
            when is_recorded_criterion
                then
                    overall_response(
                        coalesce(target_response, derived_target_response),
                        coalesce(non_target_response, derived_non_target_response),
                        coalesce(
                            has_new_lesion,
                            case when new_lesion_state in ('EQUIVOCAL', 'LATER') then overall_response = 'PD' end,
                            derived_has_new_lesion
                        )
                    )
        end as overall_response_by_recorded_parts,
    from reads_after_complete_response
)

select
    read_key || key_ending as row_key,
    patient_id,
    course,
    exam_id,
    reader_id,
    reader_role,
    criterion,
    limits_in_words,
    missing_targets,
    new_lesion_state,
    target_response as recorded_target_response,
    derived_target_response,
    non_target_response as recorded_non_target_response,
    derived_non_target_response,
    coalesce(
        overall_response, case when target_response is not null then overall_response_by_recorded_parts end
    ) as recorded_overall_response,
    derived_overall_response,
    overall_response_by_recorded_parts,
    read_key,
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
    is_primary_criterion,
    is_recorded_criterion,
    is_index_course,
    case when is_recorded_criterion then has_new_lesion end as recorded_has_new_lesion,
    derived_has_new_lesion,
    has_quarantined_lesion,
    coalesce(is_suspect, false) as has_grown_late_target,
    exam_date,
    baseline_date,
    nadir_date,
from reads_with_overall
