-- One row per exam (patient, course, exam), criterion, basis and reader: the overall response with which the reader
-- enters adjudication.
-- Basis `recorded` is what the reader wrote, `derived` what the reader's measurements give, `used` the written one and,
-- where the site records none, the derived one: the reader's judgement is the source, and MR-007 and MR-008 say where
-- arithmetic disagrees with it. By a criterion that the site does not record by, all is derived. An adjudicator who did
-- not read the baseline has nothing to derive from and stands by the record. Without disease at baseline (NED) there is no
-- response to vote for: the exam is not evaluable.
-- Citation: registry protocol (two radiologists); adjudication as in blinded independent central review.
-- scope: patient
with
read_responses as (
    select * from cohort.read_responses
),

votes as (
    select
        patient_id,
        course,
        exam_id,
        reader_id,
        reader_role,
        criterion,
        read_key as source_row_key,
        unnest(['used', 'recorded', 'derived']) as basis,
        unnest([
            coalesce(recorded_overall_response, derived_overall_response),
            recorded_overall_response,
            case
                when reader_role = 'adjudicator' and baseline_mm is null
                    then coalesce(recorded_overall_response, derived_overall_response)
                else derived_overall_response
            end
        ]) as response,
        timepoint,
        is_recorded_criterion,
        exam_date,
    from read_responses
)

select
    patient_id || ':' || exam_id || ':' || reader_id || ':' || basis || study_criteria.key_ending as row_key,
    patient_id,
    course,
    exam_id,
    criterion,
    basis,
    reader_id,
    reader_role,
    case response when 'NED' then 'NE' else response end as response,
    source_row_key,
    timepoint,
    votes.is_recorded_criterion,
    exam_date,
from votes
inner join reference.study_criteria using (criterion)
where response is not null and reader_role is not null
