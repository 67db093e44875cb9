-- One row per patient and cycle of an index treatment: the regimen of its drugs, and that of the patient, which is the plan.
-- A regimen has all drugs of the cycle, and the cycle those without which it would be none. The plan is the regimen of the first
-- cycle that is of any: one that the study counts goes before others, then the one of fewer drugs, then the first listed; a later
-- cycle is of the plan if it can be. The recorded body surface goes before the computed one: doses were ordered by it. A
-- cycle is whole if no dose within three days of it is quarantined, no row's day number contradicts the others, and the data
-- cut-off does not lie within its session.
-- Citation: sql/reference/regimens.csv, row by row.
-- scope: patient
with
cycles as (
    select
        patient_id,
        treatment,
        cycle_no,
        arg_min(row_key, {administration_date: administration_date, row_key: row_key}) as source_row_key,
        list_sort(list(distinct drug)) as drugs,
        max(recorded_bsa_m2) as recorded_bsa_m2,
        arg_min(computed_bsa_m2, administration_date) as computed_bsa_m2,
        arg_min(weight_kg, administration_date) as weight_kg,
        bool_or(has_reduction_reason) as has_reduction_reason,
        count(distinct day_1_by_number) > 1 as has_day_contradiction,
        min(administration_date) as cycle_start_date,
        max(administration_date) as cycle_end_date,
    from cohort.treatment_doses
    group by patient_id, treatment, cycle_no
),

regimens as (
    select
        treatment,
        regimen,
        regimen_no,
        is_counted,
        list(distinct drug) as drugs,
    from reference.study_plans
    group by treatment, regimen, regimen_no, is_counted
),

needed_drugs as (
    select distinct
        regimen,
        drug,
        last_cycle_no,
    from reference.study_plans
    where is_needed
),

fitting_regimens as (
    select
        cycles.patient_id,
        cycles.treatment,
        cycles.cycle_no,
        cycles.cycle_start_date,
        regimens.regimen,
        regimens.regimen_no,
        regimens.is_counted,
        len(regimens.drugs) as drug_count,
    from cycles
    inner join regimens on cycles.treatment = regimens.treatment and list_has_all(regimens.drugs, cycles.drugs)
    where not exists (
            select 1 from needed_drugs
            where
                needed_drugs.regimen = regimens.regimen
                and coalesce(needed_drugs.last_cycle_no >= cycles.cycle_no, true)
                and not list_contains(cycles.drugs, needed_drugs.drug)
        )
),

plans as (
    select
        patient_id,
        treatment,
        regimen as plan,
    from fitting_regimens
    qualify
        row_number() over (
            partition by patient_id, treatment
            order by cycle_start_date, cycle_no, is_counted desc, drug_count, regimen_no
        ) = 1
),

regimens_of_cycles as (
    select
        fitting_regimens.patient_id,
        fitting_regimens.treatment,
        fitting_regimens.cycle_no,
        fitting_regimens.regimen,
    from fitting_regimens
    inner join plans using (patient_id, treatment)
    qualify
        row_number() over (
            partition by fitting_regimens.patient_id, fitting_regimens.treatment, fitting_regimens.cycle_no
            order by
                fitting_regimens.regimen = plans.plan desc,
                fitting_regimens.is_counted desc,
                fitting_regimens.drug_count,
                fitting_regimens.regimen_no
        ) = 1
),

first_weights as (
    select
        patient_id,
        treatment,
        arg_min(weight_kg, administration_date) as weight_kg,
    from cohort.treatment_doses
    group by patient_id, treatment
)

select
    cycles.patient_id || ':' || cycles.treatment || ':' || cycles.cycle_no as row_key,
    cycles.patient_id,
    cycles.source_row_key,
    cycles.treatment,
    coalesce(regimens_of_cycles.regimen, 'OTHER') as regimen,
    plans.plan,
    array_to_string(cycles.drugs, ';') as drugs,
    cycles.cycle_no,
    cycles.recorded_bsa_m2,
    cycles.computed_bsa_m2,
    coalesce(cycles.recorded_bsa_m2, cycles.computed_bsa_m2) as bsa_m2,
    cycles.weight_kg,
    first_weights.weight_kg as first_weight_kg,
    cycles.has_reduction_reason,
    cycles.has_day_contradiction,
    not cycles.has_day_contradiction
    and not exists (
        select 1 from reference.quarantined_rows as quarantined_rows
        where
            quarantined_rows.table_name = 'drug_administrations'
            and quarantined_rows.patient_id = cycles.patient_id
            and coalesce(
                quarantined_rows.event_date between cycles.cycle_start_date - 3 and cycles.cycle_end_date + 3, true
            )
    )
    and not exists (
        select 1 from accepted.drug_administrations as later
        where
            later.patient_id = cycles.patient_id
            and later.administration_date > getvariable('data_cutoff')
            and later.administration_date <= cycles.cycle_end_date + 3
            and cycles.cycle_start_date + 7 > getvariable('data_cutoff')
    ) as is_whole,
    cycles.cycle_start_date,
    cycles.cycle_end_date,
from cycles
left join plans using (patient_id, treatment)
left join regimens_of_cycles using (patient_id, treatment, cycle_no)
left join first_weights using (patient_id, treatment)
