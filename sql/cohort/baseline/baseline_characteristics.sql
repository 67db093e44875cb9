-- One row per accepted patient with an index date: who the patient is at the index day (Table 1), with the scores that follow
-- and the day of each value. Of those who are not in the cohort, too: the criteria of eligibility may ask for any of it.
-- The Child-Pugh score and class are the recorded ones; the class of the recorded score, and then the score of the
-- five items, stand in where the site records none. The BCLC stage is checked and never derived. A censored AFP
-- enters with its limit. Of a diagnosis known to the month or year an age is counted from the middle.
-- Citation: registry protocol, Table 1; formulas in sql/macros/formulas.
-- scope: patient
with
patients as (
    select * from accepted.patients
    qualify row_number() over (partition by patient_id order by row_key) = 1
),

index_dates as (
    select * from cohort.index_dates
),

visits as (
    select * from cohort.baseline_assessments
),

labs as (
    select * from cohort.baseline_lab_panels
),

kinds_before as (
    select
        patient_id,
        kind,
        min(treatment_no) as place,
    from cohort.prior_therapies
    where not is_of_an_arm
    group by patient_id, kind
),

prior_treatments as (
    select
        patient_id,
        string_agg(kind, ';' order by place) as prior_treatments,
    from kinds_before
    group by patient_id
),

therapies_before as (
    select
        treatment_rows.patient_id,
        bool_or(treatments.therapy = 'locoregional') as has_prior_locoregional,
        bool_or(treatments.therapy = 'systemic') as has_prior_systemic,
    from cohort.treatment_rows as treatment_rows
    inner join index_dates using (patient_id)
    inner join reference.treatments as treatments using (treatment)
    where treatment_rows.treatment_date < index_dates.index_date
    group by treatment_rows.patient_id
),

patients_with_items as (
    select
        patients.patient_id,
        patients.sex,
        coalesce(
            completed_years(patients.birth_date, index_dates.index_date),
            floor(patients.age_at_diagnosis_years)::bigint
            + greatest(
                coalesce(
                    completed_years(
                        patients.hcc_dx_from + ((patients.hcc_dx_until - patients.hcc_dx_from) // 2)::integer, index_dates.index_date
                    ),
                    0
                ),
                0
            )
        ) as age_years,
        index_dates.index_date,
        prior_treatments.prior_treatments,
        coalesce(therapies_before.has_prior_locoregional, false) as has_prior_locoregional,
        coalesce(therapies_before.has_prior_systemic, false) as has_prior_systemic,
        visits.source_row_key as assessment_row_key,
        visits.* exclude (row_key, patient_id, source_row_key, index_date),
        labs.* exclude (row_key, patient_id),
        child_pugh_score(
            labs.total_bilirubin_mg_dl, labs.albumin_g_dl, labs.inr, visits.ascites, visits.encephalopathy,
            getvariable('albumin_cut_g_dl')
        ) as derived_child_pugh_score,
        albi_score(labs.total_bilirubin_mg_dl, labs.albumin_g_dl) as albi,
    from patients
    inner join index_dates using (patient_id)
    left join prior_treatments using (patient_id)
    left join therapies_before using (patient_id)
    left join visits using (patient_id)
    left join labs using (patient_id)
),

patients_with_class as (
    select
        * exclude (child_pugh_class, is_child_pugh_class_derived),
        coalesce(child_pugh_class, child_pugh_class(derived_child_pugh_score)) as child_pugh_class,
        child_pugh_class is null and child_pugh_score is null as is_child_pugh_derived,
        coalesce(is_child_pugh_class_derived, false)
        or (child_pugh_class is null and derived_child_pugh_score is not null) as is_child_pugh_class_derived,
    from patients_with_items
)

select
    patient_id as row_key,
    patient_id,
    sex,
    bclc,
    bclc_group(bclc) as bclc_group,
    okuda,
    etiology,
    child_pugh_class,
    ecog_band,
    tumour_number,
    coalesce(prior_treatments, '') as prior_treatments,
    malbi_grade(albi, getvariable('malbi_cut')) as malbi_grade,
    afp_operator,
    assessment_row_key,
    age_years,
    ecog,
    coalesce(
        child_pugh_score, case when is_child_pugh_derived then derived_child_pugh_score end
    )::bigint as child_pugh_score,
    derived_child_pugh_score::bigint as derived_child_pugh_score,
    albi_grade(albi)::bigint as albi_grade,
    tumour_count,
    vp_grade,
    largest_tumour_cm,
    height_cm,
    weight_kg,
    ast_u_l,
    alt_u_l,
    total_bilirubin_mg_dl,
    albumin_g_dl,
    inr,
    platelets_10e3_ul,
    creatinine_mg_dl,
    afp_ng_ml,
    albi as albi_score,
    has_portal_vein_invasion,
    has_metastasis,
    is_within_up_to_seven(
        largest_tumour_cm, coalesce(tumour_count, case when tumour_number = 'single' then 1 end)
    ) as is_within_up_to_seven,
    has_prior_locoregional,
    has_prior_systemic,
    is_above(afp_ng_ml, afp_operator, 400) as is_afp_above_400,
    bclc_is_consistent(
        bclc, ecog_band, has_portal_vein_invasion, has_metastasis, child_pugh_class,
        is_within_milan(largest_tumour_cm, tumour_count, tumour_number, has_portal_vein_invasion, has_metastasis)
    ) as is_bclc_consistent,
    is_child_pugh_class_derived,
    index_date,
    assessment_date,
    ast_date,
    alt_date,
    total_bilirubin_date,
    albumin_date,
    inr_date,
    platelets_date,
    creatinine_date,
    afp_date,
from patients_with_class
