-- One row per exam after baseline (patient, course, exam) and criterion: the adjudicated response in its sequence, and
-- whether it counts.
-- A response counts for best and confirmed response if its course is that of the index treatment, its exam lies after
-- the index day, no progression was seen before it (the first progression itself counts) and, with new_therapy =
-- 'censor', no other therapy had begun, and it is not later than the data cut-off. Of two exams on one day the worst
-- counts. What does not count stays here with its reason.
-- Citation: admiralonco filter_pd, signal_crpr and derive_param_bor (which expects these cuts of its caller).
-- scope: patient
with
exam_responses as (
    select * from cohort.exam_responses
),

index_dates as (
    select * from cohort.index_dates
),

new_therapies as (
    select
        patient_id,
        first_treatment_date as new_therapy_date,
    from cohort.later_therapies
    where is_first
),

responses_with_sequence as (
    select
        exam_responses.*,
        index_dates.index_date,
        new_therapies.new_therapy_date,
        exam_responses.course = index_dates.index_treatment as is_index_course,
        coalesce(exam_responses.exam_date > index_dates.index_date, false) as is_after_index,
        coalesce(new_therapies.new_therapy_date < exam_responses.exam_date, false) as is_after_new_therapy,
        min(
            case when exam_responses.response = 'CR' then exam_responses.exam_date end
        ) over same_course as first_cr_date,
        min(
            case
                when
                    exam_responses.response = 'PD'
                    and (
                        exam_responses.course <> index_dates.index_treatment
                        or exam_responses.exam_date > index_dates.index_date
                    )
                    then exam_responses.exam_date
            end
        ) over same_course as first_pd_date,
        row_number() over (
            partition by
                exam_responses.patient_id, exam_responses.course, exam_responses.criterion, exam_responses.exam_date
            order by response_from_worst(exam_responses.response) nulls last, exam_responses.exam_id
        ) = 1 as is_worst_of_day,
    from exam_responses
    left join index_dates using (patient_id)
    left join new_therapies using (patient_id)
    window same_course as (partition by exam_responses.patient_id, exam_responses.course, exam_responses.criterion)
)

select
    row_key,
    patient_id,
    course,
    exam_id,
    criterion,
    response,
    source_row_key,
    timepoint,
    is_primary_criterion,
    is_recorded_criterion,
    coalesce(is_index_course, false) as is_index_course,
    is_after_index,
    is_after_new_therapy,
    is_worst_of_day,
    coalesce(first_cr_date < exam_date, false) as has_earlier_cr,
    coalesce(first_pd_date < exam_date, false) as has_earlier_pd,
    coalesce(
        response is not null
        and is_index_course
        and is_after_index
        and is_worst_of_day
        and coalesce(exam_date <= first_pd_date, true)
        and not (getvariable('new_therapy') = 'censor' and is_after_new_therapy)
        and exam_date <= coalesce(getvariable('data_cutoff'), exam_date),
        false
    ) as is_counted,
    exam_date,
    index_date,
    first_cr_date,
    first_pd_date,
from responses_with_sequence
