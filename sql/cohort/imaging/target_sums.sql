-- One row per read (patient, course, exam, reader) and criterion: the sum of the target diameters that the criterion
-- measures beside the recorded one, and what it is compared with.
-- sum_mm is the derived sum where the read has targets, else the recorded one. nadir_mm is the smallest complete sum
-- since the baseline, which it includes, BEFORE this exam; a sum that lacks a baseline target is smaller than the
-- truth and is no nadir. left_targets says what is left of the targets seen, for a sum of normal nodes is not 0; was_gone,
-- that nothing was left of them at an earlier exam. A sum from targets is complete if every baseline target was measured; a recorded sum is
-- taken as complete. Where a lesion row of the reader and course up to this day is quarantined (has_quarantined_lesion), a derived sum
-- may rest on too few of them, and no rule compares it.
-- Citation: KLCA-NCC 2022 guideline Table 11 (PMC9747269): PR against baseline, PD against the smallest sum since
-- treatment start.
-- scope: patient
with
imaging_reads as (
    select * from accepted.imaging_reads
    where exam_date is not null
),

baseline_reads as (
    select * from cohort.baseline_reads
),

lesion_sums as (
    select * from cohort.lesion_sums
),

study_criteria as (
    select * from reference.study_criteria
),

incomplete_readers as (
    select * from cohort.incomplete_readers
),

recorded_sums as (
    select
        imaging_reads.*,
        study_criteria.criterion,
        study_criteria.key_ending,
        study_criteria.is_recorded_criterion,
        case study_criteria.diameter when 'viable' then sum_viable_mm when 'total' then sum_total_mm end as recorded_sum_mm,
    from imaging_reads
    cross join study_criteria
),

reads_with_sum as (
    select
        recorded_sums.row_key || recorded_sums.key_ending as row_key,
        recorded_sums.patient_id,
        recorded_sums.course,
        recorded_sums.exam_id,
        recorded_sums.reader_id,
        recorded_sums.criterion,
        recorded_sums.is_recorded_criterion,
        recorded_sums.timepoint,
        recorded_sums.exam_date,
        recorded_sums.recorded_sum_mm,
        lesion_sums.target_sum_mm as derived_sum_mm,
        case
            when lesion_sums.target_count > 0 then lesion_sums.target_sum_mm else recorded_sums.recorded_sum_mm
        end as sum_mm,
        case
            when lesion_sums.target_count > 0 then lesion_sums.left_targets
            else tumour_left(recorded_sums.recorded_sum_mm > 0)
        end as left_targets,
        coalesce(lesion_sums.target_count, 0) as target_count,
        case
            when lesion_sums.target_count > 0
                then greatest(lesion_sums.missing_target_count, lesion_sums.unmeasured_target_count)
            when recorded_sums.recorded_sum_mm is null then coalesce(lesion_sums.missing_target_count, 0)
            else 0
        end as missing_target_count,
        lesion_sums.measured_targets,
        coalesce(baseline_reads.exam_id = recorded_sums.exam_id, false) as is_baseline,
        coalesce(incomplete_readers.incomplete_from <= recorded_sums.exam_date, false) as has_quarantined_lesion,
    from recorded_sums
    left join baseline_reads using (patient_id, course, reader_id)
    left join incomplete_readers using (patient_id, course, reader_id)
    left join lesion_sums
        on
            recorded_sums.patient_id = lesion_sums.patient_id
            and recorded_sums.course = lesion_sums.course
            and recorded_sums.exam_id = lesion_sums.exam_id
            and recorded_sums.reader_id = lesion_sums.reader_id
            and recorded_sums.criterion = lesion_sums.criterion
),

reads_with_baseline_and_nadir as (
    select
        *,
        max(case when is_baseline and missing_target_count = 0 then sum_mm end) over (
            partition by patient_id, course, reader_id, criterion
        ) as baseline_mm,
        max(case when is_baseline then exam_date end) over (
            partition by patient_id, course, reader_id, criterion
        ) as baseline_date,
        bool_or(is_baseline and missing_target_count = 0 and left_targets <> 'NONE') over (
            partition by patient_id, course, reader_id, criterion
        ) as had_targets,
        coalesce(
            bool_or(not is_baseline and timepoint > 0 and missing_target_count = 0 and left_targets = 'NONE') over (
                partition by patient_id, course, reader_id, criterion
                order by not is_baseline, exam_date, timepoint, exam_id
                rows between unbounded preceding and 1 preceding
            ),
            false
        ) as was_gone,
        min(case when missing_target_count = 0 and (is_baseline or timepoint > 0) then sum_mm end) over (
            partition by patient_id, course, reader_id, criterion
            order by not is_baseline, exam_date, timepoint, exam_id
            rows between unbounded preceding and 1 preceding
        ) as nadir_mm,
        arg_min(
            exam_date,
            case
                when missing_target_count = 0 and sum_mm is not null and (is_baseline or timepoint > 0)
                    then {sum_mm: sum_mm, exam_date: exam_date}
            end
        ) over (
            partition by patient_id, course, reader_id, criterion
            order by not is_baseline, exam_date, timepoint, exam_id
            rows between unbounded preceding and 1 preceding
        ) as nadir_date,
    from reads_with_sum
)

select
    row_key,
    patient_id,
    course,
    exam_id,
    reader_id,
    criterion,
    measured_targets,
    left_targets,
    timepoint,
    target_count,
    missing_target_count,
    derived_sum_mm,
    recorded_sum_mm,
    sum_mm,
    baseline_mm,
    case when timepoint > 0 then nadir_mm end as nadir_mm,
    case when timepoint > 0 then percent_change(sum_mm, baseline_mm) end as change_from_baseline_pct,
    case when timepoint > 0 then percent_change(sum_mm, nadir_mm) end as change_from_nadir_pct,
    is_recorded_criterion,
    is_baseline,
    had_targets,
    was_gone,
    has_quarantined_lesion,
    exam_date,
    baseline_date,
    case when timepoint > 0 then nadir_date end as nadir_date,
from reads_with_baseline_and_nadir
