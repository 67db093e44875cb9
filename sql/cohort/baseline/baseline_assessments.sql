-- One row per patient: the visit that describes the patient at the index day, the last on or before it within the
-- window.
-- A window that reaches beyond the index day offers a later visit only where there is none before. It is one visit as
-- a whole: items of different days are not put together.
-- Citation: registry protocol, Table 1; windows are settings.
-- scope: patient
with
index_dates as (
    select * from cohort.index_dates
),

assessments as (
    select * from accepted.assessments
),

visits_in_window as (
    select
        assessments.*,
        index_dates.index_date,
    from assessments
    inner join index_dates using (patient_id)
    where
        assessments.assessment_date
        between index_dates.index_date - getvariable('assessment_window_before_days')
        and least(index_dates.index_date + getvariable('assessment_window_after_days'), getvariable('data_cutoff'))
    qualify
        row_number() over (
            partition by assessments.patient_id
            order by
                assessments.assessment_date > index_dates.index_date,
                abs(assessments.assessment_date - index_dates.index_date),
                assessments.row_key
        ) = 1
)

select
    patient_id as row_key,
    patient_id,
    row_key as source_row_key,
    ecog_band,
    ascites,
    encephalopathy,
    coalesce(child_pugh_class, child_pugh_class(child_pugh_score)) as child_pugh_class,
    bclc,
    okuda,
    etiology,
    tumour_number,
    ecog,
    child_pugh_score,
    tumour_count,
    vp_grade,
    largest_tumour_cm,
    height_cm,
    weight_kg,
    has_portal_vein_invasion,
    has_metastasis,
    child_pugh_class is null and child_pugh_score is not null as is_child_pugh_class_derived,
    index_date,
    assessment_date,
from visits_in_window
