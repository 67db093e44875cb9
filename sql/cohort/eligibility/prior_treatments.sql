-- One row per patient and kind of treatment before the index day: when it was first and last given, and how often.
-- The index treatment is not listed, nor is one that an arm of the study is made of: it stands in the arm.
-- Citation: registry protocol, Table 1 (prior treatments: TACE, surgery, RT, systemic).
-- scope: patient
with
index_dates as (
    select * from cohort.index_dates
),

in_an_arm as (
    select unnest(conditions.named) as treatment
    from reference.study_arm_conditions as conditions
    inner join reference.study_arms as arms using (arm)
    where arms.is_in_study and conditions.condition in ('any_before', 'last_before', 'progression_on')
),

places as (
    select
        table1_label,
        min(order_no) as place,
    from reference.treatments
    group by table1_label
),

rows_before as (
    select
        treatment_rows.patient_id,
        treatment_rows.source_table,
        treatment_rows.source_row_key,
        treatment_rows.treatment_date,
        treatments.table1_label as kind,
        places.place,
    from cohort.treatment_rows as treatment_rows
    inner join index_dates using (patient_id)
    inner join reference.treatments as treatments using (treatment)
    inner join places using (table1_label)
    where
        treatment_rows.treatment_date < index_dates.index_date
        and treatment_rows.treatment not in (select in_an_arm.treatment from in_an_arm)
        and treatment_rows.treatment not in (select study.treatment from reference.study_index_treatments as study)
)

select
    patient_id || ':' || kind as row_key,
    patient_id,
    kind as treatment,
    arg_min(source_table, {treatment_date: treatment_date, row_key: source_row_key}) as source_table,
    arg_min(source_row_key, {treatment_date: treatment_date, row_key: source_row_key}) as source_row_key,
    place as treatment_no,
    count(distinct treatment_date) as treatment_days,
    min(treatment_date) as first_treatment_date,
    max(treatment_date) as last_treatment_date,
from rows_before
group by patient_id, kind, place
