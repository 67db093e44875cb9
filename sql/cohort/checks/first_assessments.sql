-- One row per cohort patient: the first evaluable exam of the index course after the index day, or why there is none.
-- An exam is evaluable if its adjudicated response by the primary criterion is neither NE nor ND nor missing. Without
-- one: exams whose readers differ without an adjudicator (not adjudicated), exams that cannot be judged (not
-- evaluable), a read with a response and no day (undated read), a read in quarantine (quarantined read), death
-- before the longest planned interval is over (early death), last contact before that (lost), else the exam was not made
-- or not sent (not done). These patients stay in the denominators as NE.
-- Citation: registry protocol, Table 2 (8 patients without assessment, kept in the denominators).
-- scope: patient
with
cohort_patients as (
    select
        eligibility.patient_id,
        index_dates.index_date,
    from cohort.eligibility
    inner join cohort.index_dates using (patient_id)
    where eligibility.is_eligible
),

last_known_states as (
    select * from cohort.last_known_states
),

exams as (
    select
        patient_id,
        count(*) as exam_count,
        count(*) filter (where response is null) as undecided_exam_count,
        count(*) filter (where response not in ('NE', 'ND')) as evaluable_exam_count,
        min(exam_date) filter (where response not in ('NE', 'ND')) as first_assessment_date,
    from cohort.response_histories
    where is_index_course and is_after_index and is_primary_criterion
    group by patient_id
),

quarantined_reads as (
    select distinct patient_id
    from reference.quarantined_rows
    where table_name = 'imaging_reads'
),

undated_reads as (
    select distinct patient_id
    from cohort.undated_reads
    where is_index_course
),

patients_with_exams as (
    select
        cohort_patients.*,
        coalesce(exams.exam_count, 0) as exam_count,
        coalesce(exams.undecided_exam_count, 0) as undecided_exam_count,
        coalesce(exams.evaluable_exam_count, 0) as evaluable_exam_count,
        exams.first_assessment_date,
        quarantined_reads.patient_id is not null as has_quarantined_read,
        undated_reads.patient_id is not null as has_undated_read,
        last_known_states.death_date,
        last_known_states.last_known_alive_date,
        cohort_patients.index_date + getvariable('visit_interval_days')::integer as first_interval_end,
    from cohort_patients
    left join exams using (patient_id)
    left join undated_reads on cohort_patients.patient_id = undated_reads.patient_id
    left join quarantined_reads on cohort_patients.patient_id = quarantined_reads.patient_id
    left join last_known_states on cohort_patients.patient_id = last_known_states.patient_id
)

select
    patient_id as row_key,
    patient_id,
    case
        when evaluable_exam_count > 0 then null
        when undecided_exam_count > 0 then 'not adjudicated'
        when exam_count > 0 then 'not evaluable'
        when has_undated_read then 'undated read'
        when has_quarantined_read then 'quarantined read'
        when death_date <= first_interval_end then 'early death'
        when death_date is null and last_known_alive_date <= first_interval_end then 'lost'
        else 'not done'
    end as no_assessment_reason,
    exam_count,
    evaluable_exam_count,
    index_date,
    first_assessment_date,
    death_date,
    last_known_alive_date,
from patients_with_exams
