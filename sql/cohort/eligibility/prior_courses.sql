-- One row per patient and treatment before the index day whose end an arm asks about: its first and last day, and the
-- progression that ended it.
-- The evidence is the last exam of the course with adjudicated PD by the criterion by which the site records, dated
-- after the first day of the treatment and on or before the index day, not older than the arm allows. Its baseline is the
-- scan before the course. Stopping for toxicity is not failure.
-- Citation: registry protocol (failure of the treatment before: PD).
-- scope: patient
with
index_dates as (
    select * from cohort.index_dates
),

exam_responses as (
    select * from cohort.exam_responses
    where is_recorded_criterion
),

asked_about as (
    select
        unnest(named) as treatment,
        evidence_days,
        condition = 'progression_on' as asks_for_progression,
    from reference.study_arm_conditions
    where condition in ('last_before', 'progression_on')
),

treatments_asked_about as (
    select
        treatment,
        max(coalesce(evidence_days, 2147483647)) filter (where asks_for_progression) as evidence_days,
    from asked_about
    group by treatment
),

courses as (
    select
        treatment_rows.patient_id,
        treatment_rows.treatment,
        index_dates.index_date,
        treatments_asked_about.evidence_days,
        count(distinct treatment_rows.treatment_date) as treatment_days,
        min(treatment_rows.treatment_date) filter (where treatment_rows.is_leading) as first_date,
        max(treatment_rows.treatment_date) as last_date,
        arg_max(
            {table_name: treatment_rows.source_table, row_key: treatment_rows.source_row_key},
            {
                treatment_date: treatment_rows.treatment_date,
                is_leading: treatment_rows.is_leading,
                row_key: treatment_rows.source_row_key
            }
        ) as last_row,
    from cohort.treatment_rows as treatment_rows
    inner join index_dates using (patient_id)
    inner join treatments_asked_about using (treatment)
    where treatment_rows.treatment_date < index_dates.index_date
    group by
        treatment_rows.patient_id, treatment_rows.treatment, index_dates.index_date, treatments_asked_about.evidence_days
    having bool_or(treatment_rows.is_leading)
),

assessments as (
    select
        courses.patient_id,
        courses.treatment,
        count(*) as assessed_exam_count,
        min(exam_responses.exam_date) filter (where exam_responses.response = 'PD') as first_progression_date,
        max(exam_responses.exam_date) filter (where exam_responses.response = 'PD') as evidence_date,
        arg_max(
            {exam_id: exam_responses.exam_id, source_row_key: exam_responses.source_row_key},
            {exam_date: exam_responses.exam_date, exam_id: exam_responses.exam_id}
        ) filter (where exam_responses.response = 'PD') as evidence,
    from courses
    inner join exam_responses
        on courses.patient_id = exam_responses.patient_id and courses.treatment = exam_responses.course
    where
        exam_responses.response not in ('NE', 'ND')
        and exam_responses.exam_date > courses.first_date
        and exam_responses.exam_date <= courses.index_date
    group by courses.patient_id, courses.treatment
)

select
    courses.patient_id || ':' || courses.treatment as row_key,
    courses.patient_id,
    courses.treatment,
    courses.last_row.table_name as last_table,
    courses.last_row.row_key as last_row_key,
    assessments.evidence.exam_id as evidence_exam_id,
    assessments.evidence.source_row_key as evidence_row_key,
    courses.treatment_days,
    coalesce(assessments.assessed_exam_count, 0) as assessed_exam_count,
    courses.index_date - courses.last_date as gap_days,
    courses.index_date - assessments.evidence_date as evidence_age_days,
    coalesce(
        courses.index_date - assessments.evidence_date <= courses.evidence_days, false
    ) as has_progression_evidence,
    courses.first_date as first_treatment_date,
    courses.last_date as last_treatment_date,
    assessments.first_progression_date,
    assessments.evidence_date,
from courses
left join assessments using (patient_id, treatment)
