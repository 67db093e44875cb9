-- One row per exam after baseline (patient, course, exam) and criterion: the response on which the readers agree, or
-- which the adjudicator gives.
-- Equal reads are a consensus (of three or more readers, more than half); otherwise the adjudicator decides;
-- otherwise the exam has no response (decided_by none) and is listed by IR-002. A lone read is a consensus only where
-- the roster has one reader. The setting `adjudication` can take the worst read or the first reader's (by reader
-- number) instead of the adjudicator's. `response` is what counts: the recorded responses, derived where a site records
-- none. Beside it stand the outcomes from the recorded and from the derived responses alone. The source row is a read
-- with the response (one of the reads where there is none).
-- Citation: registry protocol; Choi et al., Acad Radiol 2018;25(11): readers of one exam often differ.
-- scope: patient
with
read_responses as (
    select * from cohort.read_responses
),

exam_opinions as (
    select * from cohort.exam_opinions
),

reader_votes as (
    select * from cohort.reader_votes
    where basis = 'used'
),

rosters as (
    select count(*) filter (where role = 'reader') as reader_count from reference.readers
),

exams as (
    select
        patient_id,
        course,
        exam_id,
        criterion,
        is_primary_criterion,
        is_recorded_criterion,
        min(read_key) as first_row_key,
        min(timepoint) as timepoint,
        min(exam_date) as exam_date,
    from read_responses
    group by patient_id, course, exam_id, criterion, is_primary_criterion, is_recorded_criterion
),

opinions_with_decision as (
    select
        exam_opinions.*,
        case
            when
                2 * exam_opinions.favourite_vote_count > exam_opinions.read_count
                and (exam_opinions.read_count > 1 or rosters.reader_count = 1)
                then 'consensus'
            when getvariable('adjudication') = 'worst' and exam_opinions.read_count > 0 then 'worst'
            when getvariable('adjudication') = 'first_reader' and exam_opinions.read_count > 0 then 'first_reader'
            when exam_opinions.adjudicator_response is not null then 'adjudicator'
            else 'none'
        end as decided_by,
    from exam_opinions
    cross join rosters
),

decisions as (
    select
        *,
        case decided_by
            when 'consensus' then favourite_response
            when 'worst' then worst_response
            when 'first_reader' then first_reader_response
            when 'adjudicator' then adjudicator_response
        end as response,
    from opinions_with_decision
),

decided_exams as (
    select
        patient_id,
        course,
        exam_id,
        criterion,
        max(decided_by) filter (where basis = 'used') as decided_by,
        max(response) filter (where basis = 'used') as response,
        max(response) filter (where basis = 'recorded') as adjudicated_recorded_response,
        max(response) filter (where basis = 'derived') as adjudicated_derived_response,
        max(reader_responses) filter (where basis = 'used') as reader_responses,
        max(read_count) filter (where basis = 'used') as read_count,
        max(opinion_count) filter (where basis = 'used') as opinion_count,
        bool_or(adjudicator_response is not null) filter (where basis = 'used') as has_adjudicator,
        bool_or(is_adjudicator_with_a_reader) filter (where basis = 'used') as is_adjudicator_with_a_reader,
    from decisions
    group by patient_id, course, exam_id, criterion
),

deciding_reads as (
    select
        decided_exams.patient_id,
        decided_exams.course,
        decided_exams.exam_id,
        decided_exams.criterion,
        min(reader_votes.source_row_key) as source_row_key,
    from decided_exams
    inner join reader_votes using (patient_id, course, exam_id, criterion, response)
    where (decided_exams.decided_by = 'adjudicator') = (reader_votes.reader_role = 'adjudicator')
    group by decided_exams.patient_id, decided_exams.course, decided_exams.exam_id, decided_exams.criterion
)

select
    exams.patient_id || ':' || exams.course || ':' || exams.exam_id || study_criteria.key_ending as row_key,
    exams.patient_id,
    exams.course,
    exams.exam_id,
    exams.criterion,
    coalesce(decided_exams.decided_by, 'none') as decided_by,
    decided_exams.response,
    decided_exams.adjudicated_recorded_response,
    decided_exams.adjudicated_derived_response,
    decided_exams.reader_responses,
    coalesce(deciding_reads.source_row_key, exams.first_row_key) as source_row_key,
    exams.timepoint,
    coalesce(decided_exams.read_count, 0) as read_count,
    coalesce(decided_exams.opinion_count, 0) as opinion_count,
    exams.is_primary_criterion,
    exams.is_recorded_criterion,
    coalesce(decided_exams.has_adjudicator, false) as has_adjudicator,
    decided_exams.is_adjudicator_with_a_reader,
    exams.exam_date,
from exams
inner join reference.study_criteria using (criterion)
left join decided_exams using (patient_id, course, exam_id, criterion)
left join deciding_reads using (patient_id, course, exam_id, criterion)
