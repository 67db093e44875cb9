-- One row per patient, therapy and line before the index day: when it was first and last given, and how often.
-- The index treatment is not listed. Of systemic therapies the line is counted from the first of the patient.
-- Citation: sql/reference/treatments.csv, row by row; registry protocol, Table 1 (prior treatments).
-- scope: patient
with
in_an_arm as (
    select unnest(conditions.named) as treatment
    from reference.study_arm_conditions as conditions
    inner join reference.study_arms as arms using (arm)
    where arms.is_in_study and conditions.condition in ('any_before', 'last_before', 'progression_on')
),

days_before as (
    select therapy_lines.*
    from cohort.therapy_lines as therapy_lines
    inner join cohort.index_dates as index_dates using (patient_id)
    where
        therapy_lines.treatment_date < index_dates.index_date
        and therapy_lines.treatment not in (select study.treatment from reference.study_index_treatments as study)
)

select
    patient_id || ':' || therapy || coalesce(':' || line_no, '') as row_key,
    patient_id,
    treatment,
    therapy,
    table1_label as kind,
    any_value(source_table) as source_table,
    arg_min(source_row_key, {treatment_date: treatment_date, row_key: source_row_key}) as source_row_key,
    line_no,
    treatment_no,
    count(*) as treatment_days,
    treatment in (select in_an_arm.treatment from in_an_arm) as is_of_an_arm,
    min(treatment_date) as first_treatment_date,
    max(treatment_date) as last_treatment_date,
from days_before
group by patient_id, treatment, therapy, table1_label, line_no, treatment_no
