-- One row per patient, treatment and day on which it was given.
-- Of several rows of a day the one whose key comes first is the evidence.
-- Citation: sql/reference/treatments.csv, row by row.
-- scope: patient
select
    patient_id || ':' || treatment || ':' || treatment_date as row_key,
    patient_id,
    treatment,
    any_value(within) as within,
    any_value(source_table) as source_table,
    min(source_row_key) as source_row_key,
    arg_min(given, source_row_key) as given,
    string_agg(distinct given, ';' order by given) as all_given,
    any_value(treatment_no) as treatment_no,
    treatment_date,
from cohort.treatment_rows
group by patient_id, treatment, treatment_date
