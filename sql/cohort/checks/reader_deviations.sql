-- One row per read of an exam that at least two other readers measured (patient, course, exam, reader): its sum beside those of
-- the others.
-- Sums count where they are complete and above 0: whether anything viable is left is a judgement, and no slip. The adjudicator,
-- who may know the reads, is none of the others.
-- Citation: Choi et al., Acad Radiol 2018;25(11), Table 4: intraclass correlation of sums 0.94-0.96.
-- scope: patient
with
sums as (
    select
        target_sums.patient_id,
        target_sums.course,
        target_sums.exam_id,
        target_sums.reader_id,
        target_sums.exam_date,
        target_sums.sum_mm,
    from cohort.target_sums
    inner join reference.readers using (reader_id)
    where
        readers.role = 'reader'
        and target_sums.is_recorded_criterion
        and target_sums.missing_target_count = 0
        and target_sums.sum_mm > 0
),

reads as (
    select
        sums.*,
        imaging_reads.row_key as source_row_key,
    from sums
    inner join accepted.imaging_reads using (patient_id, course, exam_id, reader_id)
),

deviations as (
    select
        reads.source_row_key,
        reads.patient_id,
        reads.course,
        reads.exam_id,
        reads.reader_id,
        reads.exam_date,
        reads.sum_mm,
        count(*) as other_count,
        min(others.sum_mm) as least_other_mm,
        max(others.sum_mm) as largest_other_mm,
        (sum(others.sum_mm::decimal(18, 6)) / count(*))::double as mean_other_mm,
    from reads
    inner join sums as others
        on
            reads.patient_id = others.patient_id
            and reads.course = others.course
            and reads.exam_id = others.exam_id
            and reads.reader_id <> others.reader_id
    group by all
    having count(*) > 1
)

select
    source_row_key as row_key,
    patient_id,
    course,
    exam_id,
    reader_id,
    other_count,
    sum_mm,
    least_other_mm,
    largest_other_mm,
    round(100 * (largest_other_mm - least_other_mm) / mean_other_mm, 9) as other_spread_pct,
    round(greatest(sum_mm / mean_other_mm, mean_other_mm / sum_mm), 9) as ratio,
    exam_date,
from deviations
