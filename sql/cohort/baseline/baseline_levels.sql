-- One row per patient with an index date and variable known at baseline: its level, and the row that it stands in.
-- An arm may be made of any of them. Truth is written true or false.
-- Citation: registry protocol, Table 1.
-- scope: patient
with
visits as (
    select
        patient_id,
        source_row_key,
        assessment_date,
        child_pugh_class as child_pugh,
        bclc,
        ecog::varchar as ecog,
        ecog_band,
        ascites,
        encephalopathy,
        etiology,
        tumour_number as number,
        has_portal_vein_invasion::varchar as portal_vein_invasion,
        has_metastasis::varchar as metastasis,
    from cohort.baseline_assessments
),

levels_of_visits as (
    unpivot visits
    on columns(* exclude (patient_id, source_row_key, assessment_date))
    into name variable value level
),

levels_of_labs as (
    select
        patient_id,
        'albi' as variable,
        albi_grade(albi_score(total_bilirubin_mg_dl, albumin_g_dl))::varchar as level,
        greatest(total_bilirubin_date, albumin_date) as level_date,
    from cohort.baseline_lab_panels
)

select
    patient_id || ':' || variable as row_key,
    patient_id,
    variable,
    level,
    'assessments' as source_table,
    source_row_key,
    assessment_date as level_date,
from levels_of_visits
union all
select
    patient_id || ':' || variable as row_key,
    patient_id,
    variable,
    level,
    null::varchar as source_table,
    null::varchar as source_row_key,
    level_date,
from levels_of_labs
where level is not null
