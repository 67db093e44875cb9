-- One row per patient and cycle of an index treatment: its regimen and days, the interval since the cycle before, and what of the
-- plan it lacks.
-- There is no interval where the cycle before is not among the accepted rows, or where a row's day number contradicts the others of
-- either cycle. A cycle is short that lacks a drug of the plan or has it on fewer days, and late that begins after more days than
-- the plan allows. A regimen that the study does not count has no plan.
-- Citation: sql/reference/regimens.csv, row by row.
-- scope: patient
with
cycles_with_neighbours as (
    select
        *,
        lag(cycle_no) over by_date as cycle_no_before,
        lag(cycle_start_date) over by_date as start_date_before,
        lag(has_day_contradiction) over by_date as has_day_contradiction_before,
    from cohort.cycle_regimens
    window by_date as (partition by patient_id, treatment order by cycle_start_date, cycle_no)
),

cycles_with_interval as (
    select
        *,
        case
            when cycle_no = cycle_no_before + 1 and not has_day_contradiction and not has_day_contradiction_before
                then cycle_start_date - start_date_before
        end as interval_days,
    from cycles_with_neighbours
),

intervals as (
    select
        regimen,
        max(least_interval_days) as least_interval_days,
        max(most_interval_days) as most_interval_days,
        max(late_after_days) as late_after_days,
        bool_or(has_daily_labs) as has_daily_labs,
    from reference.study_plans
    where is_counted
    group by regimen
),

drugs as (
    select
        patient_id,
        treatment,
        cycle_no,
        string_agg(
            lower(names.label) || coalesce(' on day ' || nullif(doses.on_days, ''), ' on no day'), '; '
            order by doses.planned_first_day, doses.drug
        ) as days_in_words,
        bool_or(doses.is_short) as is_short,
    from cohort.cycle_doses as doses
    inner join reference.drugs as names using (drug)
    group by patient_id, treatment, cycle_no
)

select
    cycles.row_key,
    cycles.patient_id,
    cycles.source_row_key,
    cycles.treatment,
    cycles.regimen,
    cycles.plan,
    cycles.drugs,
    drugs.days_in_words,
    cycles.cycle_no,
    cycles.cycle_end_date - cycles.cycle_start_date + 1 as session_days,
    cycles.interval_days,
    intervals.least_interval_days,
    intervals.most_interval_days,
    intervals.late_after_days,
    cycles.recorded_bsa_m2,
    cycles.computed_bsa_m2,
    cycles.bsa_m2,
    cycles.weight_kg,
    cycles.regimen = cycles.plan and intervals.regimen is not null as is_of_plan,
    coalesce(intervals.has_daily_labs, false) as has_daily_labs,
    cycles.has_reduction_reason,
    cycles.is_whole,
    coalesce(drugs.is_short, false) as is_short,
    coalesce(cycles.interval_days > intervals.late_after_days, false) as is_late,
    cycles.cycle_start_date,
    cycles.cycle_end_date,
from cycles_with_interval as cycles
left join intervals on cycles.plan = intervals.regimen
left join drugs using (patient_id, treatment, cycle_no)
