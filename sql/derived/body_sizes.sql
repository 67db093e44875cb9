-- One row per patient and day of a drug administration: the height and the weight against which its doses are held.
-- From all rows as sent: a dose is quarantined before there is a cohort. Height and weight are those last known on or before
-- the day, else the nearest later ones; only what a body can be (the limits of PA-002 to PA-004 in force) is taken, so that a
-- slip in a visit is not found again in every dose.
-- scope: patient
with
days as (
    select distinct
        d.patient_id,
        d.administration_date,
    from staging.drug_administrations as d
    where d.administration_date is not null
),

measurements as (
    select
        a.patient_id,
        a.assessment_date,
        a.row_key,
        unnest(['height', 'weight']) as measure,
        unnest([
            case when is_impossible('height_cm', a.height_cm) is not true then a.height_cm end,
            case when is_impossible('weight_kg', a.weight_kg) is not true then a.weight_kg end
        ]) as measured,
    from staging.assessments as a
    where a.assessment_date is not null
),

nearest_measurements as (
    select
        days.patient_id,
        days.administration_date,
        measurements.measure,
        measurements.measured,
        abs(days.administration_date - measurements.assessment_date) as age_days,
    from days
    inner join measurements using (patient_id)
    where measurements.measured is not null
    qualify
        row_number() over (
            partition by days.patient_id, days.administration_date, measurements.measure
            order by
                measurements.assessment_date > days.administration_date,
                abs(measurements.assessment_date - days.administration_date),
                measurements.row_key
        ) = 1
)

select
    patient_id,
    max(measured) filter (where measure = 'height') as height_cm,
    max(measured) filter (where measure = 'weight') as weight_kg,
    max(age_days) filter (where measure = 'weight') as weight_age_days,
    administration_date,
from nearest_measurements
group by patient_id, administration_date
