-- One row per patient with an index date: the arm, and the row that is the evidence for it.
-- arms = 'ate_beva': first_line had no systemic anticancer drug before the index day; post_ate_beva came from
-- ate-beva with progression by mRECIST; ate_beva_without_progression and other_systemic (another systemic drug
-- directly before the index treatment) are held out. A systemic drug before ate-beva, and TACE, surgery or
-- radiotherapy at any time, change no arm. arms = 'child_pugh': the Child-Pugh class at baseline; child_pugh_unknown
-- is held out. The group of the study sheet, where there is one, stands beside the arm and decides nothing.
-- Citation: registry protocol (two arms, failure of ate-beva confirmed by PD by mRECIST).
-- scope: patient
with
index_dates as (
    select * from cohort.index_dates
),

ate_beva_courses as (
    select * from cohort.ate_beva_courses
),

baseline_assessments as (
    select * from cohort.baseline_assessments
),

patients as (
    select * from accepted.patients
    qualify row_number() over (partition by patient_id order by row_key) = 1
),

administrations as (
    select * from accepted.drug_administrations
),

other_systemic_drugs as (
    select
        administrations.patient_id,
        arg_max(
            administrations.row_key,
            {administration_date: administrations.administration_date, row_key: administrations.row_key}
        ) as last_row_key,
        max(administrations.administration_date) as last_date,
    from administrations
    inner join index_dates using (patient_id)
    left join ate_beva_courses using (patient_id)
    where
        administrations.regimen in ('SYSTEMIC', 'ATE_BEVA')
        and administrations.drug <> 'LEUCOVORIN'
        and administrations.drug <> 'ATEZOLIZUMAB'
        and (administrations.drug <> 'BEVACIZUMAB' or ate_beva_courses.patient_id is null)
        and administrations.administration_date < index_dates.index_date
    group by administrations.patient_id
),

drugs_before as (
    select
        index_dates.patient_id,
        coalesce(bool_or(administrations.drug = 'ATEZOLIZUMAB'), false) as has_atezolizumab,
        coalesce(
            bool_or(administrations.regimen in ('SYSTEMIC', 'ATE_BEVA') and administrations.drug <> 'LEUCOVORIN'), false
        ) as has_systemic_drug,
    from index_dates
    left join administrations
        on
            index_dates.patient_id = administrations.patient_id
            and index_dates.index_date > administrations.administration_date
    group by index_dates.patient_id
),

patients_with_arm as (
    select
        index_dates.patient_id,
        index_dates.index_date,
        case
            when getvariable('arms') = 'child_pugh'
                then 'child_pugh_' || coalesce(lower(baseline_assessments.child_pugh_class), 'unknown')
            when other_systemic_drugs.last_date > ate_beva_courses.last_infusion_date then 'other_systemic'
            when ate_beva_courses.has_progression_evidence then 'post_ate_beva'
            when ate_beva_courses.patient_id is not null then 'ate_beva_without_progression'
            when other_systemic_drugs.patient_id is not null then 'other_systemic'
            else 'first_line'
        end as arm,
        other_systemic_drugs.last_row_key as other_row_key,
        other_systemic_drugs.last_date as other_date,
        ate_beva_courses.evidence_row_key,
        ate_beva_courses.evidence_date,
        ate_beva_courses.last_infusion_row_key,
        ate_beva_courses.last_infusion_date,
        baseline_assessments.source_row_key as assessment_row_key,
        baseline_assessments.assessment_date,
        drugs_before.has_atezolizumab,
        drugs_before.has_systemic_drug,
        case when getvariable('arms') = 'ate_beva' then patients.treatment_group end as recorded_arm,
        patients.row_key as patient_row_key,
    from index_dates
    left join patients using (patient_id)
    left join drugs_before using (patient_id)
    left join ate_beva_courses using (patient_id)
    left join other_systemic_drugs using (patient_id)
    left join baseline_assessments using (patient_id)
)

select
    patient_id as row_key,
    patient_id,
    patient_row_key,
    arm,
    recorded_arm,
    case
        when arm = 'post_ate_beva' then 'imaging_reads'
        when arm in ('ate_beva_without_progression', 'other_systemic') then 'drug_administrations'
        when arm like 'child_pugh_%' and assessment_row_key is not null then 'assessments'
    end as evidence_table,
    case
        when arm = 'post_ate_beva' then evidence_row_key
        when arm = 'ate_beva_without_progression' then last_infusion_row_key
        when arm = 'other_systemic' then other_row_key
        when arm like 'child_pugh_%' then assessment_row_key
    end as evidence_row_key,
    arm not in ('ate_beva_without_progression', 'other_systemic', 'child_pugh_unknown') as has_arm,
    has_atezolizumab as has_atezolizumab_before,
    has_systemic_drug as has_systemic_drug_before,
    index_date,
    case
        when arm = 'post_ate_beva' then evidence_date
        when arm = 'ate_beva_without_progression' then last_infusion_date
        when arm = 'other_systemic' then other_date
        when arm like 'child_pugh_%' then assessment_date
    end as evidence_date,
from patients_with_arm
