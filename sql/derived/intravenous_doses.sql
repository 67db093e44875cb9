-- One row per dose of an ate-beva drug that stands once on its day, beside the weight known nearest to the day.
-- How old a weight may be is the rule's threshold.
-- Citation: registry protocol, bevacizumab 15 mg/kg every 3 weeks.
-- scope: patient
select
    d.row_key,
    d.patient_id,
    d.drug,
    d.dose_mg,
    sizes.weight_kg,
    sizes.weight_age_days,
    round(d.dose_mg / sizes.weight_kg, 9) as mg_per_kg,
from staging.drug_administrations as d
inner join derived.body_sizes as sizes using (patient_id, administration_date)
where d.regimen = 'ATE_BEVA' and d.dose_mg > 0 and not is_copy(d.row_key) and sizes.weight_kg is not null
qualify count(*) over (partition by d.patient_id, d.administration_date, d.drug) = 1
