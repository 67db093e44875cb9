-- One row per patient and index treatment given in cycles: how many, and how many of them reduced, short or late.
-- Citation: sql/reference/regimens.csv: what is short and late.
-- scope: patient
with
exposures as (
    select
        patient_id,
        treatment,
        any_value(plan) as plan,
        arg_max(source_row_key, {cycle_start_date: cycle_start_date, row_key: row_key}) as last_cycle_row_key,
        count(*) as cycle_count,
        count(*) filter (where has_reduction_reason) as reduced_cycle_count,
        count(*) filter (where is_whole and is_short) as short_cycle_count,
        count(*) filter (where is_late) as late_cycle_count,
        min(cycle_start_date) as first_cycle_date,
        max(cycle_start_date) as last_cycle_date,
    from cohort.treatment_cycles
    group by patient_id, treatment
),

most_cycles as (
    select
        regimen,
        max(most_cycles) as most_cycles,
    from reference.study_plans
    where is_counted
    group by regimen
)

select
    exposures.patient_id || ':' || exposures.treatment as row_key,
    exposures.patient_id,
    exposures.last_cycle_row_key,
    arms.arm,
    exposures.treatment,
    exposures.plan,
    exposures.cycle_count,
    most_cycles.most_cycles,
    exposures.reduced_cycle_count,
    exposures.short_cycle_count,
    exposures.late_cycle_count,
    exposures.first_cycle_date,
    exposures.last_cycle_date,
from exposures
left join most_cycles on exposures.plan = most_cycles.regimen
left join cohort.arms as arms using (patient_id)
