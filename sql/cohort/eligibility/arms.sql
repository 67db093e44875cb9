-- One row per patient with an index date: the arm, and the row that is the evidence for it.
-- The first arm of the study all of whose conditions hold takes the patient; one without conditions takes whoever is left.
-- Arms that are not in the study hold patients out of the comparison, with a reason. The evidence is that of the last
-- condition that has any. The group of the study sheet, where there is one and the study says which is which, stands beside
-- the arm and decides nothing.
-- Citation: the settings of the study.
-- scope: patient
with
index_dates as (
    select * from cohort.index_dates
),

arm_conditions as (
    select * from cohort.arm_conditions
),

study_arms as (
    select * from reference.study_arms
),

patients as (
    select * from accepted.patients
    qualify row_number() over (partition by patient_id order by row_key) = 1
),

conditions_by_arm as (
    select
        patient_id,
        arm,
        bool_and(is_met) as is_met,
        arg_max(
            {table_name: evidence_table, row_key: evidence_row_key, date: evidence_date}, condition_no
        ) filter (where evidence_date is not null and condition <> 'none_before') as evidence,
    from arm_conditions
    group by patient_id, arm
),

first_arms as (
    select
        index_dates.patient_id,
        study_arms.*,
        conditions_by_arm.evidence,
    from index_dates
    cross join study_arms
    left join conditions_by_arm
        on index_dates.patient_id = conditions_by_arm.patient_id and study_arms.arm = conditions_by_arm.arm
    where coalesce(conditions_by_arm.is_met, true)
    qualify row_number() over (partition by index_dates.patient_id order by study_arms.order_no) = 1
)

select
    index_dates.patient_id as row_key,
    index_dates.patient_id,
    patients.row_key as patient_row_key,
    first_arms.arm,
    case
        when exists (select 1 from study_arms where study_arms.recorded_as is not null) then patients.treatment_group
    end as recorded_arm,
    first_arms.recorded_as as expected_group,
    case
        when first_arms.arm is null then 'the conditions of no arm hold'
        when not first_arms.is_in_study then first_arms.reason
    end as reason,
    first_arms.evidence.table_name as evidence_table,
    first_arms.evidence.row_key as evidence_row_key,
    coalesce(first_arms.is_in_study, false) as has_arm,
    index_dates.index_date,
    first_arms.evidence.date as evidence_date,
from index_dates
left join patients using (patient_id)
left join first_arms using (patient_id)
