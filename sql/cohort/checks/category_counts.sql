-- One row per variable of the tables, arm and category, Missing included: how many patients of the arm have it.
-- Of what is measured it only counts known and Missing. The arm 'all' is the whole cohort. arm_count is counted where
-- the cohort is decided (cohort.eligibility), not where it is described: the two must agree.
-- Citation: registry protocol, Tables 1 and 2 (counts with their denominators).
-- scope: registry
with
described_patients as (
    select
        patient_id,
        arm,
        unnest([
            {variable: 'sex', category: sex},
            {variable: 'ecog_band', category: ecog_band},
            {variable: 'bclc', category: bclc_group},
            {variable: 'etiology', category: etiology},
            {variable: 'child_pugh_class', category: child_pugh_class},
            {variable: 'tumour_number', category: tumour_number},
            {variable: 'has_portal_vein_invasion', category: has_portal_vein_invasion::varchar},
            {variable: 'has_metastasis', category: has_metastasis::varchar},
            {variable: 'is_afp_above_400', category: is_afp_above_400::varchar},
            {variable: 'vital_status', category: vital_status},
            {variable: 'best_response', category: best_response},
            {variable: 'confirmed_best_response', category: confirmed_best_response},
            {variable: 'age_years', category: if(age_years is null, null, 'known')},
            {variable: 'largest_tumour_cm', category: if(largest_tumour_cm is null, null, 'known')},
            {variable: 'ast_u_l', category: if(ast_u_l is null, null, 'known')},
            {variable: 'alt_u_l', category: if(alt_u_l is null, null, 'known')},
            {variable: 'total_bilirubin_mg_dl', category: if(total_bilirubin_mg_dl is null, null, 'known')},
            {variable: 'albumin_g_dl', category: if(albumin_g_dl is null, null, 'known')},
            {variable: 'inr', category: if(inr is null, null, 'known')},
            {variable: 'platelets_10e3_ul', category: if(platelets_10e3_ul is null, null, 'known')},
            {variable: 'creatinine_mg_dl', category: if(creatinine_mg_dl is null, null, 'known')},
            {variable: 'afp_ng_ml', category: if(afp_ng_ml is null, null, 'known')}
        ]) as described,
    from cohort.patients
),

described_arms as (
    select
        described.variable,
        unnest([arm, 'all']) as arm,
        coalesce(described.category, 'Missing') as category,
    from described_patients
),

counts as (
    select
        variable,
        arm,
        category,
        count(*) as patient_count,
    from described_arms
    group by variable, arm, category
),

arms as (
    select
        unnest([arm, 'all']) as arm,
        patient_id,
    from cohort.eligibility
    where is_eligible
),

arm_counts as (
    select
        arm,
        count(*) as arm_count,
    from arms
    group by arm
)

select
    counts.variable || ':' || counts.arm || ':' || counts.category as row_key,
    counts.variable,
    counts.arm,
    counts.category,
    counts.patient_count,
    arm_counts.arm_count,
from counts
left join arm_counts using (arm)
