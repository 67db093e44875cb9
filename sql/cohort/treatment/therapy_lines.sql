-- One row per patient, therapy and day on which it was given: of systemic therapies the line.
-- A therapy is a treatment with drugs of its own (atezolizumab with bevacizumab is one), else the drug or procedure given. A line begins
-- with a therapy that was not given in the line before (sql/macros/formulas/lines_of_therapy.sql): a drug that is added, or given again
-- after another, begins one. Treatments of the liver alone, and those into the hepatic artery, are in no line.
-- Citation: sql/reference/treatments.csv, row by row; BCLC 2022: lines of systemic therapy.
-- scope: patient
with
rows_with_therapy as (
    select
        treatment_rows.*,
        listed.table1_label,
        listed.therapy = 'systemic' as is_systemic,
        case
            when listed.therapy = 'systemic' and listed.drugs is null then treatment_rows.given
            else treatment_rows.treatment
        end as therapy,
    from cohort.treatment_rows as treatment_rows
    inner join reference.treatments as listed using (treatment)
),

therapies as (
    select
        patient_id,
        treatment,
        therapy,
        table1_label,
        treatment_no,
        is_systemic,
        any_value(source_table) as source_table,
        min(source_row_key) as source_row_key,
        treatment_date,
    from rows_with_therapy
    group by patient_id, treatment, therapy, table1_label, treatment_no, is_systemic, treatment_date
),

days as (
    select
        patient_id,
        treatment_date,
        list_sort(list(distinct therapy)) as given,
    from therapies
    where is_systemic
    group by patient_id, treatment_date
),

days_in_order as (
    select
        patient_id,
        list(treatment_date order by treatment_date) as dates,
        lines_of_therapy(list(given order by treatment_date)) as line_nos,
    from days
    group by patient_id
),

lines as (
    select
        patient_id,
        unnest(dates) as treatment_date,
        unnest(line_nos) as line_no,
    from days_in_order
)

select
    therapies.patient_id || ':' || therapies.therapy || ':' || therapies.treatment_date as row_key,
    therapies.patient_id,
    therapies.treatment,
    therapies.therapy,
    therapies.table1_label,
    therapies.source_table,
    therapies.source_row_key,
    therapies.treatment_no,
    lines.line_no,
    therapies.is_systemic,
    therapies.treatment_date,
from therapies
left join lines
    on
        therapies.is_systemic and therapies.patient_id = lines.patient_id
        and therapies.treatment_date = lines.treatment_date
