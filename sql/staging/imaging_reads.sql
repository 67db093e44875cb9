-- One row per patient, exam and reader as sent.
-- Responses, sums and the new-lesion mark are the reader's own; what follows from the diameters is derived in the
-- cohort, beside them.
-- A scan has one day: a read whose own is missing has that of its exam, where all reads of the exam that have one have the same (MR-033).
-- scope: patient
with
reads_with_cells as (
    select
        *,
        read_code('imaging_reads.modality', source, modality) as modality_code,
        read_code('imaging_reads.course', source, course) as course_code,
        read_code('imaging_reads.target_response', source, target_response) as target_response_code,
        read_code('imaging_reads.non_target_response', source, non_target_response) as non_target_response_code,
        read_code('imaging_reads.new_lesion', source, new_lesion) as new_lesion_code,
        read_code('imaging_reads.overall_response', source, overall_response) as overall_response_code,
        read_measure(sum_viable_mm, decimal_mark, 'mm') as sum_viable_mm_read,
        read_measure(sum_total_mm, decimal_mark, 'mm') as sum_total_mm_read,
        read_timepoint(timepoint, decimal_mark) as timepoint_read,
        trim(exam_id) as exam_number,
        read_date(exam_date, date_order) as own_exam_date,
        date_status(exam_date, date_order) as own_exam_date_status,
    from raw.imaging_reads
),

reads_with_day_of_exam as (
    select
        *,
        case
            when
                patient_id is not null
                and exam_number is not null
                and min(own_exam_date) over same_exam = max(own_exam_date) over same_exam
                then min(own_exam_date) over same_exam
        end as day_of_exam,
    from reads_with_cells
    window same_exam as (partition by patient_id, exam_number)
)

select
    row_key,
    patient_id,
    patient_id_status,
    source,
    source_file,
    sheet,
    source_row,
    has_identifier,
    exam_number as exam_id,
    own_exam_date_status as exam_date_status,
    date_status(read_date, date_order) as read_date_status,
    upper(fold(reader_id)) as reader_id,
    modality_code as modality,
    status_of(modality_code, modality) as modality_status,
    course_code as course,
    status_of(course_code, course) as course_status,
    status_of(timepoint_read, timepoint) as timepoint_status,
    target_response_code as target_response,
    status_of(target_response_code, target_response) as target_response_status,
    non_target_response_code as non_target_response,
    status_of(non_target_response_code, non_target_response) as non_target_response_status,
    status_of(new_lesion_code, new_lesion) as new_lesion_status,
    overall_response_code as overall_response,
    status_of(overall_response_code, overall_response) as overall_response_status,
    status_of(sum_viable_mm_read, sum_viable_mm) as sum_viable_mm_status,
    status_of(sum_total_mm_read, sum_total_mm) as sum_total_mm_status,
    trim(ne_reason) as ne_reason,
    timepoint_read as timepoint,
    sum_viable_mm_read as sum_viable_mm,
    sum_total_mm_read as sum_total_mm,
    is_yes(new_lesion_code) as has_new_lesion,
    is_unscheduled(timepoint, decimal_mark) as is_unscheduled,
    case when own_exam_date_status = 'missing' then day_of_exam else own_exam_date end as exam_date,
    read_date(read_date, date_order) as read_date,
from reads_with_day_of_exam
