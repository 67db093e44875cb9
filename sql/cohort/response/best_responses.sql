-- One row per patient with an index date and criterion: best overall response (BOR), confirmed best overall response
-- (CBOR) and confirmed response.
-- From best to worst: CR, PR, SD, NON-CR/NON-PD, PD, NE, ND; of equal ones the first date; MISSING if no exam counts.
-- BOR takes CR and PR as they are; CBOR only confirmed ones, an unconfirmed CR or PR being SD. SD and NON-CR/NON-PD
-- need an exam at least sd_min_days after the index day, else they are NE. The date of a confirmed response is that
-- of the first of its two exams. The paper prints 12 responders of either kind: both are kept, and the report says
-- which it prints. Which responses are objective and which control the disease: cohort.response_sets.
-- Citation: admiralonco derive_param_bor, derive_param_confirmed_bor, derive_param_confirmed_resp,
-- derive_param_clinbenefit.
-- scope: patient
with
index_dates as (
    select * from cohort.index_dates
),

objective_responses as (
    select response from cohort.response_sets
    where response_set = 'ORR'
),

controlling_responses as (
    select response from cohort.response_sets
    where response_set = 'DCR'
),

counted_responses as (
    select
        response_histories.*,
        response_histories.response in (from objective_responses) as is_objective,
        coalesce(confirmed_responses.is_confirmed, false) as is_confirmed,
        response_histories.exam_date - index_dates.index_date >= getvariable('sd_min_days') as is_past_sd_minimum,
    from cohort.response_histories
    inner join index_dates using (patient_id)
    left join cohort.confirmed_responses on response_histories.row_key = confirmed_responses.row_key
    where response_histories.is_counted
),

graded_responses as (
    select
        patient_id,
        criterion,
        is_objective,
        is_confirmed,
        case
            when response in ('SD', 'NON-CR/NON-PD') and not is_past_sd_minimum then 'NE'
            else response
        end as unconfirmed_grade,
        case
            when is_objective and is_confirmed then response
            when is_objective or response = 'SD' then case when is_past_sd_minimum then 'SD' else 'NE' end
            when response = 'NON-CR/NON-PD' and not is_past_sd_minimum then 'NE'
            else response
        end as confirmed_grade,
        exam_date,
    from counted_responses
),

controlled_responses as (
    select
        *,
        unconfirmed_grade in (from controlling_responses) as is_controlling,
    from graded_responses
),

best_grades as (
    select
        patient_id,
        criterion,
        arg_min(
            {response: unconfirmed_grade, exam_date: exam_date},
            {grade: response_from_best(unconfirmed_grade), exam_date: exam_date}
        ) as best,
        arg_min(
            {response: confirmed_grade, exam_date: exam_date},
            {grade: response_from_best(confirmed_grade), exam_date: exam_date}
        ) as confirmed_best,
        count(*) as exam_count,
        min(exam_date) filter (where is_objective) as response_date,
        min(exam_date) filter (where is_confirmed) as confirmed_response_date,
        min(exam_date) filter (where is_controlling) as disease_control_date,
    from controlled_responses
    group by patient_id, criterion
)

select
    index_dates.patient_id || study_criteria.key_ending as row_key,
    index_dates.patient_id,
    study_criteria.criterion,
    coalesce(best_grades.best.response, 'MISSING') as best_response,
    coalesce(best_grades.confirmed_best.response, 'MISSING') as confirmed_best_response,
    coalesce(best_grades.exam_count, 0) as exam_count,
    study_criteria.is_primary_criterion,
    best_grades.response_date is not null as has_response,
    best_grades.confirmed_response_date is not null as has_confirmed_response,
    best_grades.disease_control_date is not null as has_disease_control,
    best_grades.best.exam_date as best_response_date,
    best_grades.confirmed_best.exam_date as confirmed_best_response_date,
    best_grades.response_date,
    best_grades.confirmed_response_date,
    best_grades.disease_control_date,
from index_dates
cross join reference.study_criteria
left join best_grades
    on index_dates.patient_id = best_grades.patient_id and study_criteria.criterion = best_grades.criterion
