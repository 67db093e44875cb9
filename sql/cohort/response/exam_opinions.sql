-- One row per exam (patient, course, exam), criterion and basis: how the readers voted, and what the adjudicator said.
-- The favourite is the response with most votes, the worst the one nearest to PD, the first reader's that of the first
-- reader number; equal votes are told apart by the name of the response and never decide.
-- Citation: Choi et al., Acad Radiol 2018;25(11): readers of one exam often differ.
-- scope: patient
with
reader_votes as (
    select * from cohort.reader_votes
),

counted_votes as (
    select
        *,
        count(*) over (partition by patient_id, course, exam_id, criterion, basis, reader_role, response) as vote_count,
        response_from_worst(response) as badness,
    from reader_votes
)

select
    patient_id || ':' || course || ':' || exam_id || ':' || basis || study_criteria.key_ending as row_key,
    patient_id,
    course,
    exam_id,
    criterion,
    basis,
    arg_max(response, {votes: vote_count, response: response}) filter (
        where reader_role = 'reader'
    ) as favourite_response,
    arg_min(response, {badness: badness, response: response}) filter (where reader_role = 'reader') as worst_response,
    arg_min(response, reader_id) filter (where reader_role = 'reader') as first_reader_response,
    arg_min(response, reader_id) filter (where reader_role = 'adjudicator') as adjudicator_response,
    string_agg(response, ' / ' order by reader_id) filter (where reader_role = 'reader') as reader_responses,
    max(vote_count) filter (where reader_role = 'reader') as favourite_vote_count,
    count(*) filter (where reader_role = 'reader') as read_count,
    count(distinct response) filter (where reader_role = 'reader') as opinion_count,
    list_contains(
        list(response) filter (where reader_role = 'reader'),
        arg_min(response, reader_id) filter (where reader_role = 'adjudicator')
    ) as is_adjudicator_with_a_reader,
from counted_votes
inner join reference.study_criteria using (criterion)
group by patient_id, course, exam_id, criterion, basis, study_criteria.key_ending
