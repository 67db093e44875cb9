-- One row per exam that counts for the best response by a criterion, or for the confirmed one (its part), and per other read of the exam
-- that decides.
-- scope: patient
with
best_responses as (
    select
        patient_id,
        criterion,
        if(is_primary_criterion, 'best', criterion) as part,
        best_response_date as decided,
    from cohort.best_responses
    union all
    select
        patient_id,
        criterion,
        if(is_primary_criterion, 'confirmed', criterion || ' confirmed') as part,
        confirmed_best_response_date as decided,
    from cohort.best_responses
),

counted_exams as (
    select
        h.*,
        b.part,
        coalesce(h.exam_date = b.decided, false) as is_deciding,
    from cohort.response_histories as h
    inner join best_responses as b on h.patient_id = b.patient_id and h.criterion = b.criterion
    where h.is_counted
),

other_reads as (
    select
        r.*,
        e.part,
    from cohort.read_responses as r
    inner join counted_exams as e
        on
            r.patient_id = e.patient_id
            and r.course = e.course
            and r.exam_id = e.exam_id
            and r.criterion = e.criterion
    where e.is_deciding and r.read_key != e.source_row_key
),

listed as (
    select
        patient_id,
        part,
        'exam ' || timepoint || ': ' || response || if(is_deciding, ', decides', '') as what,
        source_row_key as row_key,
        1 as place,
        exam_date,
    from counted_exams
    union all
    select
        patient_id,
        part,
        'exam ' || timepoint || ' read by ' || reader_id || ': '
        || coalesce(recorded_overall_response, derived_overall_response, 'no response') as what,
        read_key as row_key,
        2 as place,
        exam_date,
    from other_reads
)

select
    patient_id,
    part,
    what,
    'imaging_reads' as table_name,
    row_key,
from listed
order by patient_id, place, exam_date, row_key
