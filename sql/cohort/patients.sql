-- One row per cohort patient: everything the statistics need, at the index date and after it. The analysis-ready
-- table.
-- Citation: registry protocol, Tables 1-4.
-- scope: patient
with
baseline_characteristics as (
    select * from cohort.baseline_characteristics
),

arms as (
    select * from cohort.arms
),

outcomes as (
    select * from cohort.outcomes
)

select
    baseline_characteristics.row_key,
    baseline_characteristics.patient_id,
    arms.arm,
    baseline_characteristics.sex,
    baseline_characteristics.bclc,
    baseline_characteristics.bclc_group,
    baseline_characteristics.okuda,
    baseline_characteristics.etiology,
    baseline_characteristics.child_pugh_class,
    baseline_characteristics.ecog_band,
    baseline_characteristics.tumour_number,
    baseline_characteristics.prior_treatments,
    baseline_characteristics.malbi_grade,
    baseline_characteristics.afp_operator,
    outcomes.vital_status,
    outcomes.death_cause_group,
    outcomes.best_response,
    outcomes.confirmed_best_response,
    baseline_characteristics.age_years,
    baseline_characteristics.ecog,
    baseline_characteristics.child_pugh_score,
    baseline_characteristics.derived_child_pugh_score,
    baseline_characteristics.albi_grade,
    baseline_characteristics.tumour_count,
    baseline_characteristics.vp_grade,
    baseline_characteristics.largest_tumour_cm,
    baseline_characteristics.height_cm,
    baseline_characteristics.weight_kg,
    baseline_characteristics.ast_u_l,
    baseline_characteristics.alt_u_l,
    baseline_characteristics.total_bilirubin_mg_dl,
    baseline_characteristics.albumin_g_dl,
    baseline_characteristics.inr,
    baseline_characteristics.platelets_10e3_ul,
    baseline_characteristics.creatinine_mg_dl,
    baseline_characteristics.afp_ng_ml,
    baseline_characteristics.albi_score,
    outcomes.assessed_exam_count,
    outcomes.os_days,
    outcomes.os_months,
    outcomes.pfs_days,
    outcomes.pfs_months,
    outcomes.ttp_days,
    outcomes.ttp_months,
    baseline_characteristics.has_portal_vein_invasion,
    baseline_characteristics.has_metastasis,
    baseline_characteristics.is_within_up_to_seven,
    baseline_characteristics.has_prior_locoregional,
    baseline_characteristics.has_prior_systemic,
    baseline_characteristics.is_afp_above_400,
    baseline_characteristics.is_bclc_consistent,
    baseline_characteristics.is_child_pugh_class_derived,
    outcomes.os_event,
    outcomes.pfs_event,
    outcomes.ttp_event,
    outcomes.is_death_date_imputed,
    outcomes.has_progressed,
    outcomes.has_response,
    outcomes.has_confirmed_response,
    outcomes.has_disease_control,
    outcomes.has_baseline_exam,
    outcomes.is_baseline_exam_in_window,
    baseline_characteristics.index_date,
    baseline_characteristics.assessment_date,
    baseline_characteristics.ast_date,
    baseline_characteristics.alt_date,
    baseline_characteristics.total_bilirubin_date,
    baseline_characteristics.albumin_date,
    baseline_characteristics.inr_date,
    baseline_characteristics.platelets_date,
    baseline_characteristics.creatinine_date,
    baseline_characteristics.afp_date,
    outcomes.baseline_exam_date,
    outcomes.progression_date,
    outcomes.best_response_date,
    outcomes.confirmed_response_date,
    outcomes.last_known_alive_date,
    outcomes.death_date,
from baseline_characteristics
inner join arms using (patient_id)
inner join outcomes using (patient_id)
