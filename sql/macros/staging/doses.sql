-- Doses beside the body they were meant for, from all rows as sent: a dose is quarantined before there is a cohort.
-- Height and weight are those last known on or before the day, else the nearest later ones; only what a body can be
-- (the limits of PA-002 to PA-004 in force) is taken, so that a slip in a visit is not found again in every dose.
create or replace macro body_sizes_as_sent() as table
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
            case when not is_impossible('height_cm', a.height_cm) then a.height_cm end,
            case when not is_impossible('weight_kg', a.weight_kg) then a.weight_kg end
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
    administration_date,
    max(measured) filter (where measure = 'height') as height_cm,
    max(measured) filter (where measure = 'weight') as weight_kg,
    max(age_days) filter (where measure = 'weight') as weight_age_days,
from nearest_measurements
group by patient_id, administration_date;

-- The doses of one drug into the hepatic artery as a share of the planned dose, of patients whose regimen is
-- fluorouracil and cisplatin. They are judged by the recorded body surface area, for that is what was ordered by, else
-- by the computed one; where the two contradict each other (CC-001 asks which is right), by the one that the dose fits
-- better. A drug that stands twice on a day has no dose of its own (CR-004). A reason counts for its whole cycle.
create or replace macro doses_by_body_surface(of_drug, mg_per_m2, tolerance_m2) as table
with
administrations as (
    select
        d.*,
        count(*) over (partition by d.patient_id, d.administration_date, d.drug, d.route) > 1 as stands_twice,
        bool_or(d.drug in ('OXALIPLATIN', 'LEUCOVORIN')) over (partition by d.patient_id) as has_other_regimen,
        bool_or(d.reduction_reason is not null) over (
            partition by d.patient_id, d.cycle_no, case when d.cycle_no is null then d.administration_date end
        ) as has_reason,
    from staging.drug_administrations as d
    where d.regimen = 'HAIC' and not is_copy(d.row_key)
),

doses as (
    select
        administrations.row_key,
        administrations.dose_mg,
        administrations.has_reason,
        case when not is_impossible('bsa_m2', administrations.bsa_m2) then administrations.bsa_m2 end as recorded_m2,
        body_surface_area_m2(sizes.height_cm, sizes.weight_kg, getvariable('bsa_formula')) as computed_m2,
    from administrations
    left join body_sizes_as_sent() as sizes using (patient_id, administration_date)
    where
        administrations.drug = of_drug
        and administrations.dose_mg > 0
        and not administrations.stands_twice
        and not administrations.has_other_regimen
),

doses_with_share as (
    select
        *,
        round(100.0 * dose_mg / (mg_per_m2 * recorded_m2), 9) as recorded_pct,
        round(100.0 * dose_mg / (mg_per_m2 * computed_m2), 9) as computed_pct,
        coalesce(
            recorded_m2 is null
            or (
                round(abs(recorded_m2 - computed_m2), 9) > tolerance_m2
                and abs(computed_pct - 100.0) < abs(recorded_pct - 100.0)
            ),
            false
        ) as is_by_computed,
    from doses
)

select
    row_key,
    dose_mg,
    has_reason,
    case when is_by_computed then computed_m2 else recorded_m2 end as surface_m2,
    case when is_by_computed then computed_pct else recorded_pct end as dose_pct,
    printf(
        '%g mg / (%g mg/m2 x %.2f m2 %s) = %.1f %%',
        dose_mg,
        mg_per_m2::double,
        case when is_by_computed then computed_m2 else recorded_m2 end,
        case when is_by_computed then 'computed' else 'recorded' end,
        case when is_by_computed then computed_pct else recorded_pct end
    ) as arithmetic,
from doses_with_share;

create or replace macro dose_by_body_surface_shown(of_row, of_drug, mg_per_m2, tolerance_m2) as (
    select any_value(arithmetic) from doses_by_body_surface(of_drug, mg_per_m2, tolerance_m2)
    where row_key = of_row
);

-- The doses of an intravenous drug per kg of a weight known within so many days.
create or replace macro doses_by_weight(of_drug, within_days) as table
select
    d.row_key,
    round(d.dose_mg / sizes.weight_kg, 9) as mg_per_kg,
    printf('%g mg / %.1f kg = %.1f mg/kg', d.dose_mg, sizes.weight_kg, d.dose_mg / sizes.weight_kg) as arithmetic,
from staging.drug_administrations as d
inner join body_sizes_as_sent() as sizes using (patient_id, administration_date)
where
    d.regimen = 'ATE_BEVA' and d.drug = of_drug and d.dose_mg > 0
    and not is_copy(d.row_key) and sizes.weight_age_days <= within_days
qualify count(*) over (partition by d.patient_id, d.administration_date) = 1;

create or replace macro dose_by_weight_shown(of_row, of_drug, within_days) as (
    select any_value(arithmetic) from doses_by_weight(of_drug, within_days)
    where row_key = of_row
);
