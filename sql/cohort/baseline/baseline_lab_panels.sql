-- One row per patient with baseline labs: the results of Table 1 side by side, each with its day.
-- Citation: registry protocol, Table 1; units as in the column names.
-- scope: patient
with
baseline_labs as (
    select * from cohort.baseline_labs
)

select
    patient_id as row_key,
    patient_id,
    max(value_operator) filter (where test = 'AFP') as afp_operator,
    max(value_std) filter (where test = 'AST') as ast_u_l,
    max(value_std) filter (where test = 'ALT') as alt_u_l,
    max(value_std) filter (where test = 'TBIL') as total_bilirubin_mg_dl,
    max(value_std) filter (where test = 'ALB') as albumin_g_dl,
    max(value_std) filter (where test = 'INR') as inr,
    max(value_std) filter (where test = 'PLT') as platelets_10e3_ul,
    max(value_std) filter (where test = 'CREAT') as creatinine_mg_dl,
    max(value_std) filter (where test = 'AFP') as afp_ng_ml,
    max(collected_date) filter (where test = 'AST') as ast_date,
    max(collected_date) filter (where test = 'ALT') as alt_date,
    max(collected_date) filter (where test = 'TBIL') as total_bilirubin_date,
    max(collected_date) filter (where test = 'ALB') as albumin_date,
    max(collected_date) filter (where test = 'INR') as inr_date,
    max(collected_date) filter (where test = 'PLT') as platelets_date,
    max(collected_date) filter (where test = 'CREAT') as creatinine_date,
    max(collected_date) filter (where test = 'AFP') as afp_date,
from baseline_labs
group by patient_id
