-- One row per patient and day with a drug: height and weight as last known on or before it, and the body surface area from
-- them.
-- Before the first visit with a value the nearest later one serves (a height does not change; CP-012 asks about old
-- weights).
-- Citation: formulas in sql/macros/formulas/body_surface_area.sql.
-- scope: patient
with
administrations as (
    select * from accepted.drug_administrations
),

assessments as (
    select * from accepted.assessments
),

treatment_days as (
    select distinct
        patient_id,
        administration_date,
    from administrations
),

measurements as (
    select
        patient_id,
        unnest(['height_cm', 'weight_kg']) as measure,
        unnest([height_cm, weight_kg]) as measured,
        row_key,
        assessment_date,
    from assessments
),

nearest_measurements as (
    select
        treatment_days.patient_id,
        treatment_days.administration_date,
        measurements.measure,
        measurements.measured,
        measurements.row_key,
        abs(treatment_days.administration_date - measurements.assessment_date) as age_days,
    from treatment_days
    inner join measurements using (patient_id)
    where measurements.measured is not null
    qualify
        row_number() over (
            partition by treatment_days.patient_id, treatment_days.administration_date, measurements.measure
            order by
                measurements.assessment_date > treatment_days.administration_date,
                abs(measurements.assessment_date - treatment_days.administration_date),
                measurements.row_key
        ) = 1
),

sizes as (
    select
        patient_id,
        max(measured) filter (where measure = 'height_cm') as height_cm,
        max(measured) filter (where measure = 'weight_kg') as weight_kg,
        max(row_key) filter (where measure = 'weight_kg') as weight_row_key,
        max(age_days) filter (where measure = 'weight_kg') as weight_age_days,
        administration_date,
    from nearest_measurements
    group by patient_id, administration_date
)

select
    patient_id || ':' || administration_date as row_key,
    patient_id,
    weight_row_key,
    weight_age_days,
    height_cm,
    weight_kg,
    body_surface_area_m2(height_cm, weight_kg, getvariable('bsa_formula')) as computed_bsa_m2,
    administration_date,
from sizes
