-- One row per patient with an anticancer treatment: the first of them, of whatever kind, beside the day of the diagnosis.
-- has_exam_before_diagnosis: a response exam lies before the diagnosis already, which is asked about at its reads. Where only
-- the month or year of the diagnosis is known, hcc_dx_from is the first day of it.
-- Citation: registry protocol (diagnosis comes before treatment).
-- scope: patient
with
patients as (
    select * from accepted.patients
    qualify row_number() over (partition by patient_id order by row_key) = 1
),

first_treatments as (
    select
        patient_id,
        arg_min(source_table, {treatment_date: treatment_date, row_key: source_row_key}) as source_table,
        arg_min(source_row_key, {treatment_date: treatment_date, row_key: source_row_key}) as source_row_key,
        min(treatment_date) as first_treatment_date,
    from cohort.treatment_rows
    group by patient_id
),

first_response_exams as (
    select
        patient_id,
        min(exam_date) as first_response_exam_date,
    from accepted.imaging_reads
    where timepoint > 0
    group by patient_id
)

select
    patients.patient_id as row_key,
    patients.patient_id,
    first_treatments.source_table,
    first_treatments.source_row_key,
    coalesce(
        first_response_exams.first_response_exam_date < patients.hcc_dx_from, false
    ) as has_exam_before_diagnosis,
    patients.hcc_dx_from,
    first_treatments.first_treatment_date,
from patients
inner join first_treatments using (patient_id)
left join first_response_exams using (patient_id)
