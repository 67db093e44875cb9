-- One row per patient with baseline labs: the results that have a column in cohort.patients side by side, each with its
-- day. For people; the statistics can take any test from cohort.baseline_labs.
-- Citation: registry protocol, Table 1; units as in the column names.
-- scope: patient
with
baseline_labs as (
    select
        baseline_labs.*,
        lab_tests.patients_column as stands_in,
    from cohort.baseline_labs as baseline_labs
    inner join reference.lab_tests as lab_tests using (test)
    where lab_tests.patients_column is not null
)

select
    patient_id as row_key,
    patient_id,
    max(value_operator) filter (where stands_in = 'afp_ng_ml') as afp_operator,
    max(value_std) filter (where stands_in = 'ast_u_l') as ast_u_l,
    max(value_std) filter (where stands_in = 'alt_u_l') as alt_u_l,
    max(value_std) filter (where stands_in = 'total_bilirubin_mg_dl') as total_bilirubin_mg_dl,
    max(value_std) filter (where stands_in = 'albumin_g_dl') as albumin_g_dl,
    max(value_std) filter (where stands_in = 'inr') as inr,
    max(value_std) filter (where stands_in = 'platelets_10e3_ul') as platelets_10e3_ul,
    max(value_std) filter (where stands_in = 'creatinine_mg_dl') as creatinine_mg_dl,
    max(value_std) filter (where stands_in = 'afp_ng_ml') as afp_ng_ml,
    max(collected_date) filter (where stands_in = 'ast_u_l') as ast_date,
    max(collected_date) filter (where stands_in = 'alt_u_l') as alt_date,
    max(collected_date) filter (where stands_in = 'total_bilirubin_mg_dl') as total_bilirubin_date,
    max(collected_date) filter (where stands_in = 'albumin_g_dl') as albumin_date,
    max(collected_date) filter (where stands_in = 'inr') as inr_date,
    max(collected_date) filter (where stands_in = 'platelets_10e3_ul') as platelets_date,
    max(collected_date) filter (where stands_in = 'creatinine_mg_dl') as creatinine_date,
    max(collected_date) filter (where stands_in = 'afp_ng_ml') as afp_date,
from baseline_labs
group by patient_id
