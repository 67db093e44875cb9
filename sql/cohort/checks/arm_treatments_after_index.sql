-- One row per patient who had a treatment that an arm is made of on or after the index day: the first such row.
-- Soon after the index day it marks a combination with the index treatment and no later line.
-- Citation: registry protocol (the arms are made of what came before the index treatment).
-- scope: patient
select
    treatment_rows.patient_id as row_key,
    treatment_rows.patient_id,
    treatment_rows.treatment,
    treatment_rows.given,
    treatment_rows.source_row_key,
    treatment_rows.treatment_date - index_dates.index_date as days_since_index,
    index_dates.index_date,
    treatment_rows.treatment_date,
from cohort.treatment_rows as treatment_rows
inner join cohort.index_dates as index_dates using (patient_id)
where
    treatment_rows.treatment_date >= index_dates.index_date
    and treatment_rows.treatment in (
        select unnest(conditions.named)
        from reference.study_arm_conditions as conditions
        inner join reference.study_arms as arms using (arm)
        where arms.is_in_study and conditions.condition in ('any_before', 'last_before', 'progression_on')
    )
    and treatment_rows.treatment not in (select study.treatment from reference.study_index_treatments as study)
qualify
    row_number() over (
        partition by treatment_rows.patient_id order by treatment_rows.treatment_date, treatment_rows.source_row_key
    ) = 1
