-- One row per patient with atezolizumab before the index day: first and last infusion, and the progression that ended
-- the course.
-- The evidence is the last exam of the ate-beva course with adjudicated PD, dated after the first infusion and on or
-- before the index day, not older than pd_evidence_days. Its baseline is the scan before ate-beva. Stopping for
-- toxicity is not failure.
-- Citation: registry protocol (failure of ate-beva: PD by mRECIST).
-- scope: patient
with
index_dates as (
    select * from cohort.index_dates
),

administrations as (
    select * from accepted.drug_administrations
),

exam_responses as (
    select * from cohort.exam_responses
),

infusions as (
    select
        administrations.patient_id,
        index_dates.index_date,
        count(distinct administrations.administration_date) as infusion_days,
        min(administrations.administration_date) filter (
            where administrations.drug = 'ATEZOLIZUMAB'
        ) as first_infusion_date,
        max(administrations.administration_date) as last_infusion_date,
        arg_max(
            administrations.row_key,
            {
                administration_date: administrations.administration_date,
                is_atezolizumab: administrations.drug = 'ATEZOLIZUMAB',
                row_key: administrations.row_key
            }
        ) as last_infusion_row_key,
    from administrations
    inner join index_dates using (patient_id)
    where
        administrations.drug in ('ATEZOLIZUMAB', 'BEVACIZUMAB')
        and administrations.administration_date < index_dates.index_date
    group by administrations.patient_id, index_dates.index_date
    having count(*) filter (where administrations.drug = 'ATEZOLIZUMAB') > 0
),

assessments as (
    select
        infusions.patient_id,
        count(*) as assessed_exam_count,
        min(exam_responses.exam_date) filter (where exam_responses.response = 'PD') as first_progression_date,
        max(exam_responses.exam_date) filter (where exam_responses.response = 'PD') as evidence_date,
        arg_max(
            {exam_id: exam_responses.exam_id, source_row_key: exam_responses.source_row_key},
            {exam_date: exam_responses.exam_date, exam_id: exam_responses.exam_id}
        ) filter (where exam_responses.response = 'PD') as evidence,
    from infusions
    inner join exam_responses using (patient_id)
    where
        exam_responses.course = 'ATE_BEVA'
        and exam_responses.response not in ('NE', 'ND')
        and exam_responses.exam_date > infusions.first_infusion_date
        and exam_responses.exam_date <= infusions.index_date
    group by infusions.patient_id
)

select
    infusions.patient_id as row_key,
    infusions.patient_id,
    infusions.last_infusion_row_key,
    assessments.evidence.exam_id as evidence_exam_id,
    assessments.evidence.source_row_key as evidence_row_key,
    infusions.infusion_days,
    coalesce(assessments.assessed_exam_count, 0) as assessed_exam_count,
    infusions.index_date - infusions.last_infusion_date as gap_days,
    infusions.index_date - assessments.evidence_date as evidence_age_days,
    coalesce(
        infusions.index_date - assessments.evidence_date <= getvariable('pd_evidence_days'), false
    ) as has_progression_evidence,
    infusions.first_infusion_date,
    infusions.last_infusion_date,
    assessments.first_progression_date,
    assessments.evidence_date,
from infusions
left join assessments using (patient_id)
