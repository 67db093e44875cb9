-- One row per infusion of atezolizumab, with the days since the one before, and whether bevacizumab goes with it.
-- A reason recorded with either drug of the day explains a hold.
-- Citation: registry protocol, atezolizumab and bevacizumab on the same day every 3 weeks.
-- scope: patient
with
infusion_days as (
    select
        d.patient_id,
        d.administration_date,
        bool_or(d.drug = 'ATEZOLIZUMAB') as has_atezolizumab,
        bool_or(d.drug = 'BEVACIZUMAB') as has_bevacizumab,
        bool_or(d.reduction_reason is not null) as has_reason,
    from staging.drug_administrations as d
    where d.regimen = 'ATE_BEVA' and d.administration_date is not null
    group by d.patient_id, d.administration_date
),

infusions as (
    select
        *,
        lag(administration_date) over (partition by patient_id order by administration_date) as date_before,
    from infusion_days
    where has_atezolizumab
),

bevacizumab_without_a_day as (
    select distinct d.patient_id from staging.drug_administrations as d
    where d.drug = 'BEVACIZUMAB' and d.administration_date is null
)

select
    d.row_key,
    d.patient_id,
    infusions.administration_date - infusions.date_before as interval_days,
    infusions.has_bevacizumab or bevacizumab_without_a_day.patient_id is not null as has_bevacizumab,
    infusions.has_reason,
    infusions.administration_date,
    infusions.date_before,
from staging.drug_administrations as d
inner join infusions using (patient_id, administration_date)
left join bevacizumab_without_a_day using (patient_id)
where d.drug = 'ATEZOLIZUMAB' and d.regimen = 'ATE_BEVA' and not is_copy(d.row_key)
