-- One row per patient and kind of treatment before the index day: when it was first and last given, and how often.
-- Atezolizumab and bevacizumab are not listed: they make the arm. Bevacizumab without any atezolizumab is a systemic
-- drug like others. A port is no treatment, leucovorin no anticancer drug; what went into the hepatic artery belongs
-- to HAIC or TACE.
-- Citation: registry protocol, Table 1 (prior treatments: TACE, surgery, RT, systemic).
-- scope: patient
with
index_dates as (
    select * from cohort.index_dates
),

administrations as (
    select * from accepted.drug_administrations
),

procedures as (
    select * from accepted.procedures
),

systemic_treatments as (
    select
        administrations.patient_id,
        administrations.row_key,
        'Systemic' as treatment,
        6 as treatment_no,
        administrations.administration_date as treatment_date,
        administrations.drug = 'BEVACIZUMAB' as is_bevacizumab,
        bool_or(administrations.drug = 'ATEZOLIZUMAB') over (
            partition by administrations.patient_id
        ) as has_atezolizumab,
        administrations.drug = 'ATEZOLIZUMAB' as is_atezolizumab,
    from administrations
    inner join index_dates using (patient_id)
    where
        administrations.regimen in ('SYSTEMIC', 'ATE_BEVA')
        and administrations.drug <> 'LEUCOVORIN'
        and administrations.administration_date < index_dates.index_date
),

local_treatments as (
    select
        procedures.patient_id,
        procedures.row_key,
        case procedures.procedure
            when 'TACE' then 'TACE'
            when 'SURGERY' then 'Surgery'
            when 'ABLATION' then 'Ablation'
            when 'TRANSPLANT' then 'Transplant'
            when 'RADIOTHERAPY' then 'RT'
        end as treatment,
        case procedures.procedure
            when 'TACE' then 1
            when 'SURGERY' then 2
            when 'ABLATION' then 3
            when 'TRANSPLANT' then 4
            when 'RADIOTHERAPY' then 5
        end as treatment_no,
        procedures.procedure_date as treatment_date,
    from procedures
    inner join index_dates using (patient_id)
    where procedures.procedure <> 'PORT' and procedures.procedure_date < index_dates.index_date
),

treatments as (
    select
        patient_id,
        row_key,
        treatment,
        treatment_no,
        treatment_date,
    from local_treatments
    union all
    select
        patient_id,
        row_key,
        treatment,
        treatment_no,
        treatment_date,
    from systemic_treatments
    where not is_atezolizumab and not (is_bevacizumab and has_atezolizumab)
)

select
    patient_id || ':' || treatment as row_key,
    patient_id,
    treatment,
    arg_min(row_key, {treatment_date: treatment_date, row_key: row_key}) as source_row_key,
    treatment_no::bigint as treatment_no,
    count(distinct treatment_date) as treatment_days,
    min(treatment_date) as first_treatment_date,
    max(treatment_date) as last_treatment_date,
from treatments
group by patient_id, treatment, treatment_no
