-- One row per dose of a drug of a regimen in force, beside what the regimen plans and the body that it is held against.
-- The regimen of a patient is that in force which has all drugs that any regimen of the treatment has and the patient was given: a
-- drug of two plans is held against neither if the patient had both. One whose needed drugs were given goes before others, then those
-- that the study counts, then the one of fewer drugs. A drug that stands twice on a day has no dose of its own (CR-004). A
-- reason counts for its whole cycle. A dose that depends on the weight is that of the weight at the first day with the drug.
-- Citation: sql/reference/regimens.csv, row by row.
-- scope: patient
with
plans as (
    select
        study.*,
        treatments.into_hepatic_artery,
        bool_or(study.from_weight_kg is not null) over (partition by study.regimen, study.drug) as depends_on_weight,
    from reference.study_plans as study
    inner join reference.treatments as treatments using (treatment)
    where treatments.into_hepatic_artery is not null
),

administrations as (
    select
        d.row_key,
        d.patient_id,
        d.drug,
        d.dose_mg,
        case when is_impossible('bsa_m2', d.bsa_m2) is not true then d.bsa_m2 end as recorded_m2,
        d.administration_date,
        coalesce(d.route = 'HEPATIC_ARTERY', false) as goes_into_hepatic_artery,
        count(*) over (partition by d.patient_id, d.administration_date, d.drug, d.route) > 1 as stands_twice,
        bool_or(d.reduction_reason is not null) over (
            partition by d.patient_id, d.route, d.cycle_no, case when d.cycle_no is null then d.administration_date end
        ) as has_reason,
    from staging.drug_administrations as d
    where not is_copy(d.row_key)
),

administrations_with_body as (
    select
        administrations.*,
        body_surface_area_m2(sizes.height_cm, sizes.weight_kg, getvariable('bsa_formula')) as computed_m2,
        sizes.weight_kg,
        sizes.weight_age_days,
        first_value(sizes.weight_kg) over (
            partition by administrations.patient_id, administrations.drug
            order by administrations.administration_date, administrations.row_key
        ) as first_weight_kg,
    from administrations
    left join derived.body_sizes as sizes using (patient_id, administration_date)
),

listed as (
    select distinct
        treatment,
        into_hepatic_artery,
        drug,
    from plans
),

drugs_given as (
    select
        administrations.patient_id,
        listed.treatment,
        list(distinct administrations.drug) as given,
    from administrations
    inner join listed
        on
            administrations.drug = listed.drug
            and administrations.goes_into_hepatic_artery = listed.into_hepatic_artery
    group by administrations.patient_id, listed.treatment
),

regimens_in_force as (
    select
        treatment,
        regimen,
        regimen_no,
        is_counted,
        list(distinct drug) as drugs,
        coalesce(list(distinct drug) filter (where is_needed), []) as needed,
    from plans
    where is_in_force
    group by treatment, regimen, regimen_no, is_counted
),

regimens_of_patients as (
    select
        drugs_given.patient_id,
        regimens_in_force.regimen,
    from drugs_given
    inner join regimens_in_force
        on drugs_given.treatment = regimens_in_force.treatment and list_has_all(regimens_in_force.drugs, drugs_given.given)
    qualify
        row_number() over (
            partition by drugs_given.patient_id, drugs_given.treatment
            order by
                list_has_all(drugs_given.given, regimens_in_force.needed) desc,
                regimens_in_force.is_counted desc,
                len(regimens_in_force.drugs),
                regimens_in_force.regimen_no
        ) = 1
)

select
    a.row_key,
    a.patient_id,
    plans.regimen,
    a.drug,
    plans.dose_unit,
    plans.days as planned_days,
    a.dose_mg,
    plans.dose as planned_dose,
    a.recorded_m2,
    a.computed_m2,
    a.weight_kg,
    a.weight_age_days,
    plans.may_be_reduced,
    a.has_reason,
from administrations_with_body as a
inner join regimens_of_patients using (patient_id)
inner join plans
    on
        regimens_of_patients.regimen = plans.regimen
        and a.drug = plans.drug
        and a.goes_into_hepatic_artery = plans.into_hepatic_artery
where
    a.dose_mg > 0 and not a.stands_twice
    and (a.first_weight_kg is not null or not plans.depends_on_weight)
    and coalesce(plans.from_weight_kg <= a.first_weight_kg, true)
qualify row_number() over (partition by a.row_key, plans.regimen order by plans.from_weight_kg desc nulls last) = 1
