-- One row per infusion of a drug without which a regimen would be none, with the days since the one before, and what goes with it.
-- Of regimens of treatments that arms ask about; the cycles of the index treatment are in cohort.treatment_cycles. A reason
-- recorded with any drug of the day explains a hold.
-- Citation: sql/reference/regimens.csv, row by row.
-- scope: patient
with
plans as (
    select study.*
    from reference.study_plans as study
    inner join reference.treatments as treatments using (treatment)
    where study.is_in_force and not study.is_counted and study.cycle_days is not null and not treatments.into_hepatic_artery
),

given as (
    select
        d.patient_id,
        d.administration_date,
        plans.regimen,
        list(distinct d.drug) as drugs,
        bool_or(d.reduction_reason is not null) as has_reason,
    from staging.drug_administrations as d
    inner join plans using (drug)
    where d.route is distinct from 'HEPATIC_ARTERY'
    group by d.patient_id, d.administration_date, plans.regimen
),

leading_drugs as (
    select
        main_drugs.regimen,
        main_drugs.drug,
        main_drugs.cycle_days,
        main_drugs.least_interval_days,
        main_drugs.most_interval_days,
        list(partners.drug) filter (where partners.drug is not null) as others,
    from plans as main_drugs
    left join plans as partners
        on
            main_drugs.regimen = partners.regimen and main_drugs.drug <> partners.drug
            and main_drugs.first_day = partners.first_day and partners.last_cycle_no is null
    where main_drugs.is_needed
    group by
        main_drugs.regimen, main_drugs.drug, main_drugs.cycle_days, main_drugs.least_interval_days, main_drugs.most_interval_days
),

infusions as (
    select
        given.patient_id,
        given.administration_date,
        given.drugs,
        given.has_reason,
        leading_drugs.*,
        lag(given.administration_date) over (
            partition by given.patient_id, leading_drugs.drug order by given.administration_date
        ) as date_before,
    from given
    inner join leading_drugs on given.regimen = leading_drugs.regimen and list_contains(given.drugs, leading_drugs.drug)
    where given.administration_date is not null
),

given_without_a_day as (
    select
        patient_id,
        regimen,
        drugs,
    from given
    where administration_date is null
)

select
    d.row_key,
    d.patient_id,
    infusions.administration_date - infusions.date_before as interval_days,
    infusions.cycle_days,
    infusions.least_interval_days,
    infusions.most_interval_days,
    list_has_all(list_concat(infusions.drugs, coalesce(given_without_a_day.drugs, [])), coalesce(infusions.others, []))
        as has_the_others,
    infusions.has_reason,
    infusions.administration_date,
    infusions.date_before,
from staging.drug_administrations as d
inner join infusions using (patient_id, administration_date, drug)
left join given_without_a_day
    on infusions.patient_id = given_without_a_day.patient_id and infusions.regimen = given_without_a_day.regimen
where d.route is distinct from 'HEPATIC_ARTERY' and not is_copy(d.row_key)
