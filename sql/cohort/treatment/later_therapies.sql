-- One row per patient, therapy and line after the index day: when it was first and last given, and how often.
-- Further days of an index treatment of the study are no other therapy. The first of a patient is the new anticancer therapy.
-- Citation: sql/reference/treatments.csv, row by row; admiralonco vignette, new anticancer therapy date (NACTDT).
-- scope: patient
with
therapies as (
    select
        therapy_lines.patient_id,
        therapy_lines.treatment,
        therapy_lines.therapy,
        therapy_lines.line_no,
        any_value(therapy_lines.source_table) as source_table,
        arg_min(
            therapy_lines.source_row_key,
            {treatment_date: therapy_lines.treatment_date, row_key: therapy_lines.source_row_key}
        ) as source_row_key,
        count(*) as treatment_days,
        min(therapy_lines.treatment_date) as first_treatment_date,
        max(therapy_lines.treatment_date) as last_treatment_date,
    from cohort.therapy_lines as therapy_lines
    inner join cohort.index_dates as index_dates using (patient_id)
    where
        therapy_lines.treatment_date > index_dates.index_date
        and therapy_lines.treatment not in (select study.treatment from reference.study_index_treatments as study)
    group by therapy_lines.patient_id, therapy_lines.treatment, therapy_lines.therapy, therapy_lines.line_no
)

select
    patient_id || ':' || therapy || coalesce(':' || line_no, '') as row_key,
    patient_id,
    treatment,
    therapy,
    source_table,
    source_row_key,
    line_no,
    treatment_days,
    row_number() over (partition by patient_id order by first_treatment_date, source_row_key) = 1 as is_first,
    first_treatment_date,
    last_treatment_date,
from therapies
