-- One row per patient and drug of the regimen that he was given: how much of the planned dose he had.
-- The relative dose is the mean over the cycles of the plan whose body size is known and of which no dose is quarantined; a drug
-- left out counts 0.
-- Citation: sql/reference/regimens.csv, row by row.
-- scope: patient
with
measured_doses as (
    select
        patient_id,
        treatment,
        regimen,
        drug,
        count(*) as measured_cycle_count,
        round(avg(relative_dose_pct), 6) as relative_dose_pct,
    from cohort.cycle_doses
    where is_planned and is_whole and relative_dose_pct is not null
    group by patient_id, treatment, regimen, drug
),

places as (
    select
        regimen,
        drug,
        row_number() over (order by min(regimen_no), min(first_day), drug) as place,
    from reference.study_plans
    group by regimen, drug
)

select
    measured_doses.patient_id || ':' || measured_doses.treatment || ':' || measured_doses.drug as row_key,
    measured_doses.patient_id,
    arms.arm,
    measured_doses.treatment,
    measured_doses.regimen,
    measured_doses.drug,
    places.place as drug_no,
    measured_doses.measured_cycle_count,
    measured_doses.relative_dose_pct,
from measured_doses
inner join places using (regimen, drug)
left join cohort.arms as arms using (patient_id)
