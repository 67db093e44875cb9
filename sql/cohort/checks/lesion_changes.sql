-- One row per measured lesion of a read that the same reader measured before (patient, exam, reader, lesion): how it
-- changed since.
-- is_slipped: every lesion of the read that can be compared is about ten times, or about a tenth of, what it was, in
-- viable and (where both are written) in total diameter, and at least two diameters say so. Tumour shrinks in treatment;
-- the whole lesion does not shrink tenfold: millimetres and centimetres were mixed up.
-- Citation: registry protocol (a unit slip makes a false CR or PR).
-- scope: patient
with
lesions as (
    select * from accepted.lesions
    where viable_mm is not null
),

measured as (
    select
        *,
        lag(viable_mm) over same_lesion as previous_viable_mm,
        lag(total_mm) over same_lesion as previous_total_mm,
        lag(exam_date) over same_lesion as previous_exam_date,
    from lesions
    window same_lesion as (partition by patient_id, reader_id, lesion_id order by exam_date, exam_id)
),

changes as (
    select
        *,
        exam_date - previous_exam_date as days_between,
        viable_mm / nullif(previous_viable_mm, 0) as viable_ratio,
        total_mm / nullif(previous_total_mm, 0) as total_ratio,
    from measured
    where previous_exam_date is not null
),

slips as (
    select
        *,
        coalesce(viable_ratio between 9 and 11 or viable_ratio between 0.09 and 0.11, false)
        and coalesce(total_ratio between 9 and 11 or total_ratio between 0.09 and 0.11, true) as is_tenfold,
        1 + (total_ratio is not null)::bigint as diameter_count,
    from changes
)

select
    patient_id || ':' || exam_id || ':' || reader_id || ':' || lesion_id as row_key,
    patient_id,
    exam_id,
    reader_id,
    lesion_id,
    organ,
    row_key as source_row_key,
    days_between,
    previous_viable_mm,
    viable_mm,
    round(viable_ratio, 9) as viable_ratio,
    bool_and(is_tenfold) over same_read and sum(diameter_count) over same_read >= 2 as is_slipped,
    previous_exam_date,
    exam_date,
from slips
window same_read as (partition by patient_id, exam_id, reader_id)
