-- One row per patient and cycle of an index treatment: the recorded body surface area beside both formulas, and the weight beside that of
-- the cycles before.
-- Of the doses of a cycle the one counts whose recorded area is farthest from the nearer formula. Height and weight
-- are those of cohort.body_sizes.
-- Citation: formulas in sql/macros/formulas/body_surface_area.sql; either may have been used.
-- scope: patient
with
body_sizes as (
    select * from cohort.body_sizes
),

treatment_cycles as (
    select * from cohort.treatment_cycles
),

infusions as (
    select
        treatment_cycles.row_key as cycle_key,
        treatment_cycles.patient_id,
        treatment_cycles.source_row_key,
        treatment_cycles.cycle_no,
        treatment_cycles.cycle_start_date,
        treatment_doses.row_key,
        treatment_doses.administration_date,
        treatment_doses.recorded_bsa_m2 as bsa_m2,
        body_sizes.weight_row_key,
        body_sizes.height_cm,
        body_sizes.weight_kg,
        body_sizes.weight_age_days,
        mosteller_m2(body_sizes.height_cm, body_sizes.weight_kg) as mosteller_m2,
        dubois_m2(body_sizes.height_cm, body_sizes.weight_kg) as dubois_m2,
    from treatment_cycles
    inner join cohort.treatment_doses as treatment_doses using (patient_id, treatment, cycle_no)
    left join body_sizes
        on
            treatment_doses.patient_id = body_sizes.patient_id
            and treatment_doses.administration_date = body_sizes.administration_date
),

infusions_with_difference as (
    select
        *,
        round(least(abs(bsa_m2 - mosteller_m2), abs(bsa_m2 - dubois_m2)), 9) as difference_m2,
    from infusions
),

cycles as (
    select
        cycle_key,
        patient_id,
        source_row_key,
        cycle_no,
        cycle_start_date,
        arg_max(
            {
                row_key: row_key,
                bsa_m2: bsa_m2,
                mosteller_m2: mosteller_m2,
                dubois_m2: dubois_m2,
                difference_m2: difference_m2
            },
            {difference_m2: coalesce(difference_m2, -1), row_key: row_key}
        ) as farthest,
        arg_min(
            {
                row_key: weight_row_key,
                height_cm: height_cm,
                weight_kg: weight_kg,
                age_days: weight_age_days
            },
            {administration_date: administration_date, row_key: row_key}
        ) as body,
    from infusions_with_difference
    group by cycle_key, patient_id, source_row_key, cycle_no, cycle_start_date
),

cycles_with_neighbours as (
    select
        *,
        lag(body.weight_kg) over by_date as weight_before_kg,
        lag(body.weight_kg, 2) over by_date as weight_two_before_kg,
    from cycles
    window by_date as (partition by patient_id order by cycle_start_date, cycle_no)
)

select
    cycle_key as row_key,
    patient_id,
    source_row_key,
    farthest.row_key as bsa_row_key,
    body.row_key as weight_row_key,
    cycle_no,
    body.age_days as weight_age_days,
    body.height_cm as height_cm,
    body.weight_kg as weight_kg,
    weight_before_kg,
    percent_change(body.weight_kg, weight_before_kg) as weight_change_pct,
    percent_change(body.weight_kg, weight_two_before_kg) as weight_change_from_two_before_pct,
    farthest.bsa_m2 as recorded_bsa_m2,
    farthest.mosteller_m2 as mosteller_m2,
    farthest.dubois_m2 as dubois_m2,
    farthest.difference_m2 as bsa_difference_m2,
    cycle_start_date,
from cycles_with_neighbours
