-- One row per patient, course and reader: the read that is the reader's baseline of the course (timepoint 0; the
-- last, if there are more).
-- Each course has its own baseline: that of ate-beva is the scan before ate-beva, not the one before HAIC.
-- Citation: mRECIST compares with the last exam before the treatment; registry protocol.
-- scope: patient
with
imaging_reads as (
    select * from accepted.imaging_reads
)

select
    patient_id || ':' || course || ':' || reader_id as row_key,
    patient_id,
    course,
    reader_id,
    exam_id,
    row_key as source_row_key,
    exam_date,
from imaging_reads
where timepoint = 0
qualify
    row_number() over (
        partition by patient_id, course, reader_id order by exam_date desc, exam_id desc, row_key desc
    ) = 1
