-- One row per patient, cycle of an index treatment and drug given in it or planned: its days and its amount, beside the plan.
-- Cycles of a regimen that the study does not count have no plan. A drug of the plan that was left out has no day and no mg.
-- The planned amount is that of all planned days: the dose by the body surface of the cycle (mg/m2), by its weight (mg/kg), or
-- flat (mg); of a drug planned for every day it is that of the days on which it was given. Where the dose depends on the
-- weight, it is that of the weight at the start of the treatment.
-- Citation: sql/reference/regimens.csv, row by row.
-- scope: patient
with
cycles as (
    select * from cohort.cycle_regimens
),

given as (
    select
        patient_id,
        treatment,
        cycle_no,
        drug,
        array_to_string(list_sort(list(distinct cycle_day)), ', ') as on_days,
        count(distinct administration_date) as given_days,
        min(treatment_day) as first_treatment_day,
        max(cycle_day) - min(cycle_day) + 1 as span_days,
        round(sum(dose_mg), 6) as given_mg,
    from cohort.treatment_doses
    group by patient_id, treatment, cycle_no, drug
),

plans as (
    select
        *,
        bool_or(from_weight_kg is not null) over (partition by regimen, drug) as depends_on_weight,
    from reference.study_plans
    where is_counted
),

planned as (
    select
        cycles.row_key as cycle_key,
        plans.drug,
        plans.first_day,
        plans.days,
        plans.dose,
        plans.dose_unit,
    from cycles
    inner join plans on cycles.plan = plans.regimen
    where
        cycles.regimen = cycles.plan
        and coalesce(plans.last_cycle_no >= cycles.cycle_no, true)
        and (cycles.first_weight_kg is not null or not plans.depends_on_weight)
        and coalesce(plans.from_weight_kg <= cycles.first_weight_kg, true)
    qualify
        row_number() over (partition by cycles.row_key, plans.drug order by plans.from_weight_kg desc nulls last) = 1
),

drugs as (
    select
        cycles.row_key as cycle_key,
        given.drug,
    from cycles
    inner join given using (patient_id, treatment, cycle_no)
    union
    select
        cycle_key,
        drug,
    from planned
),

doses as (
    select
        cycles.*,
        drugs.drug,
        given.on_days,
        coalesce(given.given_days, 0) as given_days,
        given.first_treatment_day,
        given.span_days,
        case when given.drug is null then 0.0 else given.given_mg end as given_mg,
        planned.first_day as planned_first_day,
        planned.days as planned_days,
        planned.dose as planned_dose,
        planned.dose_unit,
        planned.drug is not null as is_planned,
        case planned.dose_unit when 'mg/m2' then cycles.bsa_m2 when 'mg/kg' then cycles.weight_kg when 'mg' then 1.0 end as body_size,
    from drugs
    inner join cycles on drugs.cycle_key = cycles.row_key
    left join given
        on
            cycles.patient_id = given.patient_id
            and cycles.treatment = given.treatment
            and cycles.cycle_no = given.cycle_no
            and drugs.drug = given.drug
    left join planned on drugs.cycle_key = planned.cycle_key and drugs.drug = planned.drug
)

select
    row_key || ':' || drug as row_key,
    patient_id,
    source_row_key,
    treatment,
    regimen,
    drug,
    coalesce(on_days, '') as on_days,
    dose_unit,
    cycle_no,
    given_days,
    first_treatment_day,
    span_days,
    cycle_end_date - cycle_start_date + 1 as session_days,
    planned_first_day,
    planned_days,
    max(planned_first_day + planned_days - 1) over (partition by row_key) as planned_session_days,
    given_mg,
    planned_dose,
    body_size,
    given_mg / body_size as given_by_body,
    coalesce(planned_days, given_days) * planned_dose as planned_by_body,
    100.0 * given_mg / body_size / (coalesce(planned_days, given_days) * planned_dose) as relative_dose_pct,
    is_planned,
    is_planned and coalesce(given_days < planned_days, false) as is_short,
    is_whole,
    has_reduction_reason,
    cycle_start_date,
from doses
