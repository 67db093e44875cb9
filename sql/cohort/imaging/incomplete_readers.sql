-- One row per patient, course and reader of whom a lesion row is quarantined: the day from which on the reader's sums of the
-- course may lack a lesion.
-- A row that names its exam and reader is one of that reader and the courses of that exam, on the day of the read, even where
-- its own date cannot be read, and of none where that read has no day; one that names no exam that was read may be of any course,
-- one without a reader of any reader.
-- Citation: registry protocol: a derivation that may rest on too few lesions contradicts nobody.
-- scope: patient
with
imaging_reads as (
    select * from accepted.imaging_reads
    where exam_date is not null
),

quarantined_lesions as (
    select * from reference.quarantined_rows
    where table_name = 'lesions'
),

known_exams as (
    select distinct
        patient_id,
        exam_id,
    from accepted.imaging_reads
),

lesions_with_reads as (
    select
        imaging_reads.patient_id,
        imaging_reads.course,
        imaging_reads.reader_id,
        case
            when imaging_reads.exam_id = quarantined_lesions.exam_id then imaging_reads.exam_date
            else coalesce(quarantined_lesions.event_date, date '1900-01-01')
        end as quarantined_date,
    from quarantined_lesions
    inner join imaging_reads
        on
            quarantined_lesions.patient_id = imaging_reads.patient_id
            and coalesce(quarantined_lesions.reader_id, imaging_reads.reader_id) = imaging_reads.reader_id
    left join known_exams
        on
            quarantined_lesions.patient_id = known_exams.patient_id
            and quarantined_lesions.exam_id = known_exams.exam_id
    where known_exams.exam_id is null or imaging_reads.exam_id = known_exams.exam_id
)

select
    patient_id || ':' || course || ':' || reader_id as row_key,
    patient_id,
    course,
    reader_id,
    min(quarantined_date) as incomplete_from,
from lesions_with_reads
group by patient_id, course, reader_id
