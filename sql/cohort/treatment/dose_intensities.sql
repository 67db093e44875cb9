-- One row per patient with HAIC: how many cycles, how much of the planned dose, how often reduced, short or late.
-- The relative dose is what was given per m2 and cycle against the plan (fluorouracil 3 x 500 mg/m2, cisplatin
-- 60 mg/m2), in the mean over the cycles of the regimen whose body surface is known and of which no infusion is
-- quarantined; a drug left out counts 0.
-- Citation: registry protocol (5-FU 500 mg/m2 on days 1-3, cisplatin 60 mg/m2 on day 2, every 4-6 weeks).
-- scope: patient
with
haic_cycles as (
    select * from cohort.haic_cycles
),

arms as (
    select * from cohort.arms
),

cycles_with_plan as (
    select
        *,
        3 * getvariable('planned_fluorouracil_mg_per_m2') as planned_fluorouracil_mg_per_m2,
        getvariable('planned_cisplatin_mg_per_m2') as planned_cisplatin_mg_per_m2,
        regimen = 'FP' and is_whole and bsa_m2 is not null as has_relative_dose,
    from haic_cycles
),

doses as (
    select
        patient_id,
        arg_max(source_row_key, {cycle_start_date: cycle_start_date, row_key: row_key}) as last_cycle_row_key,
        count(*) as cycle_count,
        count(*) filter (where has_relative_dose) as measured_cycle_count,
        count(*) filter (where has_reduction_reason) as reduced_cycle_count,
        count(*) filter (
            where regimen = 'FP' and is_whole and (fluorouracil_days < 3 or cisplatin_days < 1)
        ) as short_cycle_count,
        count(*) filter (where interval_days > 42) as late_cycle_count,
        round(
            avg(100.0 * coalesce(fluorouracil_mg_per_m2, 0) / planned_fluorouracil_mg_per_m2) filter (
                where has_relative_dose
            ),
            6
        ) as fluorouracil_pct,
        round(
            avg(100.0 * coalesce(cisplatin_mg_per_m2, 0) / planned_cisplatin_mg_per_m2) filter (
                where has_relative_dose
            ),
            6
        ) as cisplatin_pct,
        min(cycle_start_date) as first_cycle_date,
        max(cycle_start_date) as last_cycle_date,
    from cycles_with_plan
    group by patient_id
)

select
    doses.patient_id as row_key,
    doses.patient_id,
    doses.last_cycle_row_key,
    arms.arm,
    doses.cycle_count,
    doses.measured_cycle_count,
    doses.reduced_cycle_count,
    doses.short_cycle_count,
    doses.late_cycle_count,
    doses.fluorouracil_pct,
    doses.cisplatin_pct,
    doses.first_cycle_date,
    doses.last_cycle_date,
from doses
left join arms using (patient_id)
