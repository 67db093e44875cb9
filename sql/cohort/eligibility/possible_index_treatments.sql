-- One row per patient with a quarantined treatment that may be an index treatment of the study, on a day that may be an index date.
-- A day that cannot be read may be any.
-- Citation: registry protocol, eligibility.
-- scope: patient
with
criteria_of_the_day as (
    select * from reference.study_eligibility_criteria
    where is_in_force and fact = 'index_date'
)

select
    treatments.patient_id as row_key,
    treatments.patient_id,
    count(*) as treatment_count,
from reference.quarantined_treatments as treatments
where
    treatments.patient_id is not null
    and treatments.may_be_index_treatment
    and not exists (
        select 1 from criteria_of_the_day as criteria
        where
            treatments.treatment_date is not null
            and not meets_criterion(
                criteria.operator, criteria.compared_with, criteria.compared_numbers, treatments.treatment_date::varchar, null
            )
    )
group by treatments.patient_id
