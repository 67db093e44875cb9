-- One row per patient with an index date: the baseline exam of the index course, the one nearest to the index day,
-- and whether it is in time.
-- The site's timepoint 0 makes a baseline; the window judges it (CP-006) and does not choose it.
-- Citation: registry protocol; window [-42, +3] days is a setting.
-- scope: patient
with
index_dates as (
    select * from cohort.index_dates
),

baseline_reads as (
    select * from cohort.baseline_reads
),

exams as (
    select
        index_dates.patient_id,
        index_dates.index_date,
        baseline_reads.exam_id,
        baseline_reads.exam_date,
    from index_dates
    left join baseline_reads
        on index_dates.patient_id = baseline_reads.patient_id and index_dates.index_treatment = baseline_reads.course
    qualify
        row_number() over (
            partition by index_dates.patient_id
            order by abs(baseline_reads.exam_date - index_dates.index_date) nulls last, baseline_reads.exam_id
        ) = 1
)

select
    patient_id as row_key,
    patient_id,
    exam_id,
    exam_date - index_date as days_from_index,
    exam_date is not null as has_baseline_exam,
    coalesce(
        exam_date
        between index_date - getvariable('imaging_window_before_days')
        and index_date + getvariable('imaging_window_after_days'),
        false
    ) as is_in_window,
    index_date,
    exam_date,
from exams
