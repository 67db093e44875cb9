-- One row per patient in an arm of the study: whether a treatment came before that the arm excludes, or none came that it asks
-- for.
-- Counted from the accepted rows once more, without the way that led to the arm: cohort.arm_conditions and its tables.
-- Citation: the settings of the study.
-- scope: patient
with
arms as (
    select * from cohort.arms
    where has_arm
),

given as (
    select
        patient_id,
        drug as given,
        coalesce(route = 'HEPATIC_ARTERY', false) as is_into_hepatic_artery,
        administration_date as given_date,
    from accepted.drug_administrations
    where drug in (select drugs.drug from reference.drugs as drugs where drugs.kind = 'anticancer')
    union all
    select
        patient_id,
        procedure as given,
        null as is_into_hepatic_artery,
        procedure_date as given_date,
    from accepted.procedures
),

conditions as (
    select
        arm,
        condition,
        condition_no,
        unnest(named) as named,
    from reference.study_arm_conditions
    where condition <> 'level'
),

conditions_with_treatments as (
    select
        conditions.arm,
        conditions.condition,
        conditions.condition_no,
        treatments.*,
    from conditions
    inner join reference.treatments as treatments
        on conditions.named = treatments.treatment or conditions.named = treatments.within
),

judged as (
    select
        arms.patient_id,
        conditions.condition,
        conditions.condition_no,
        bool_or(coalesce(
            given.given_date < arms.index_date
            and case
                when conditions.source = 'procedure' then given.given = conditions.procedure
                else
                    given.is_into_hepatic_artery = conditions.into_hepatic_artery
                    and coalesce(list_contains(coalesce(conditions.all_of, conditions.drugs), given.given), true)
            end,
            false
        )) as is_given_before,
    from arms
    inner join conditions_with_treatments as conditions using (arm)
    left join given using (patient_id)
    group by arms.patient_id, conditions.condition, conditions.condition_no
),

judged_by_patient as (
    select
        patient_id,
        coalesce(bool_or(is_given_before) filter (where condition = 'none_before'), false) as has_excluded_before,
        not coalesce(bool_and(is_given_before) filter (where condition <> 'none_before'), true) as lacks_needed_before,
    from judged
    group by patient_id
)

select
    arms.patient_id as row_key,
    arms.patient_id,
    arms.arm,
    coalesce(judged_by_patient.has_excluded_before, false) as has_excluded_before,
    coalesce(judged_by_patient.lacks_needed_before, false) as lacks_needed_before,
from arms
left join judged_by_patient using (patient_id)
