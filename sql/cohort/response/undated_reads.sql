-- One row per read with a recorded response and no day: which exam it is by its label, between which dated exams of the course
-- it lies, and whether it counts for its reader.
-- It makes no date: neither a progression nor a last assessment is of an unknown day, and the exam is in no best response of the
-- patient. The label gives the order: the exam lies after the dated exams with a smaller number and before those with a larger
-- one, and on the day of another read of the exam. The order is not known of an unscheduled exam, of one whose number another
-- exam has, and where the dated exams are not in the order of their numbers. It counts for the best response of its reader if
-- its order is known, its course is that of the index treatment, no exam that is not after the index day lies behind it, and
-- the reader saw no progression before it.
-- Citation: RECIST 1.1 (best response is from all assessments up to progression); admiralonco derives by the date (ADT), and
-- has no response without one.
-- scope: patient
with
imaging_reads as (
    select * from accepted.imaging_reads
),

index_dates as (
    select * from cohort.index_dates
),

undated_reads as (
    select
        *,
        coalesce(
            overall_response,
            overall_response(target_response, coalesce(non_target_response, 'NA'), coalesce(has_new_lesion, false)),
            target_response
        ) as response,
    from imaging_reads
    where exam_date is null
),

dated_exams as (
    select distinct
        patient_id,
        course,
        exam_id,
        timepoint,
        exam_date,
    from imaging_reads
    where exam_date is not null and not is_unscheduled
),

first_progressions as (
    select
        read_responses.patient_id,
        read_responses.course,
        read_responses.reader_id,
        min(read_responses.exam_date) as progression_date,
    from cohort.read_responses
    inner join index_dates using (patient_id)
    where
        read_responses.is_recorded_criterion
        and read_responses.exam_date > index_dates.index_date
        and coalesce(read_responses.recorded_overall_response, read_responses.derived_overall_response) = 'PD'
    group by read_responses.patient_id, read_responses.course, read_responses.reader_id
),

reads_in_order as (
    select
        undated_reads.row_key,
        max(dated_exams.exam_date) filter (
            where dated_exams.timepoint < undated_reads.timepoint or dated_exams.exam_id = undated_reads.exam_id
        ) as after_date,
        min(dated_exams.exam_date) filter (
            where dated_exams.timepoint > undated_reads.timepoint or dated_exams.exam_id = undated_reads.exam_id
        ) as before_date,
        coalesce(
            bool_or(dated_exams.timepoint = undated_reads.timepoint and dated_exams.exam_id <> undated_reads.exam_id), false
        ) as has_rival,
    from undated_reads
    left join dated_exams using (patient_id, course)
    group by undated_reads.row_key
),

placed_reads as (
    select
        undated_reads.*,
        readers.role as reader_role,
        reads_in_order.after_date,
        reads_in_order.before_date,
        index_dates.index_date,
        first_progressions.progression_date,
        coalesce(undated_reads.course = index_dates.index_treatment, false) as is_index_course,
        not (undated_reads.is_unscheduled or reads_in_order.has_rival)
        and coalesce(reads_in_order.after_date <= reads_in_order.before_date, true) as is_order_known,
    from undated_reads
    inner join reads_in_order using (row_key)
    left join reference.readers as readers on undated_reads.reader_id = readers.reader_id
    left join index_dates on undated_reads.patient_id = index_dates.patient_id
    left join first_progressions
        on
            undated_reads.patient_id = first_progressions.patient_id
            and undated_reads.course = first_progressions.course
            and undated_reads.reader_id = first_progressions.reader_id
)

select
    row_key,
    patient_id,
    course,
    exam_id,
    reader_id,
    reader_role,
    response,
    timepoint,
    is_index_course,
    is_order_known,
    is_order_known
    and is_index_course
    and coalesce(before_date > index_date, true)
    and coalesce(after_date < progression_date, true) as is_counted,
    after_date,
    before_date,
from placed_reads
