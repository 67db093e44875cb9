-- One row per patient and clinic visit as sent.
-- ecog_band is what BCLC asks for (0, 1-2, 3-4); a source that knows only the band leaves ecog NULL. A tumour count may
-- come as a word: tumour_number (single or multiple) is known where the count is not; of a limit (>10) the number is not known
-- either, and the count is partial. The grade of portal vein invasion is
-- known where it is written (Vp3), and 0 where there is none.
-- scope: patient
with
visits_read as (
    select
        *,
        read_code('assessments.ascites', source, ascites) as ascites_code,
        read_code('assessments.encephalopathy', source, encephalopathy) as encephalopathy_code,
        read_code('assessments.child_pugh_class', source, child_pugh_class) as child_pugh_class_code,
        read_code('assessments.bclc', source, bclc) as bclc_code,
        read_code('assessments.okuda', source, okuda) as okuda_code,
        read_code('assessments.etiology', source, etiology) as etiology_code,
        read_code('assessments.portal_vein_invasion', source, portal_vein_invasion) as portal_vein_invasion_code,
        read_code('assessments.metastasis', source, metastasis) as metastasis_code,
        read_measure(largest_tumour_cm, decimal_mark, 'cm') as largest_tumour_cm_read,
        read_measure(height_cm, decimal_mark, 'cm') as height_cm_read,
        read_measure(weight_kg, decimal_mark, 'kg') as weight_kg_read,
        read_integer(ecog, decimal_mark) as ecog_read,
        read_integer(child_pugh_score, decimal_mark) as child_pugh_score_read,
        read_integer(tumour_count, decimal_mark) as tumour_count_read,
    from raw.assessments
)

select
    row_key,
    patient_id,
    patient_id_status,
    source,
    source_file,
    sheet,
    source_row,
    has_identifier,
    date_status(assessment_date, date_order) as assessment_date_status,
    case
        when fold(ecog) in ('0', '1-2', '3-4') then fold(ecog)
        when ecog_read in (1, 2) then '1-2'
        when ecog_read in (3, 4) then '3-4'
    end as ecog_band,
    case when fold(ecog) in ('1-2', '3-4') then 'ok' else status_of(ecog_read, ecog) end as ecog_status,
    ascites_code as ascites,
    status_of(ascites_code, ascites) as ascites_status,
    encephalopathy_code as encephalopathy,
    status_of(encephalopathy_code, encephalopathy) as encephalopathy_status,
    child_pugh_class_code as child_pugh_class,
    status_of(child_pugh_class_code, child_pugh_class) as child_pugh_class_status,
    status_of(child_pugh_score_read, child_pugh_score) as child_pugh_score_status,
    bclc_code as bclc,
    status_of(bclc_code, bclc) as bclc_status,
    okuda_code as okuda,
    status_of(okuda_code, okuda) as okuda_status,
    etiology_code as etiology,
    status_of(etiology_code, etiology) as etiology_status,
    status_of(largest_tumour_cm_read, largest_tumour_cm) as largest_tumour_cm_status,
    case
        when fold(tumour_count) in ('single', 'solitary', 'uninodular', '단발', '단일') then 'single'
        when fold(tumour_count) in ('multiple', 'multinodular', 'innumerable', 'diffuse', '다발', '다수') then 'multiple'
        when is_above_one(tumour_count) then 'multiple'
        when tumour_count_read = 1 then 'single'
        when tumour_count_read > 1 then 'multiple'
    end as tumour_number,
    case
        when is_above_one(tumour_count) then 'partial'
        when tumour_number is not null then 'ok'
        else status_of(tumour_count_read, tumour_count)
    end as tumour_count_status,
    status_of(portal_vein_invasion_code, portal_vein_invasion) as portal_vein_invasion_status,
    status_of(metastasis_code, metastasis) as metastasis_status,
    status_of(height_cm_read, height_cm) as height_cm_status,
    status_of(weight_kg_read, weight_kg) as weight_kg_status,
    ecog_read as ecog,
    child_pugh_score_read as child_pugh_score,
    largest_tumour_cm_read as largest_tumour_cm,
    tumour_count_read as tumour_count,
    case
        when portal_vein_invasion_code = 'N' then 0
        else vp_grade_written(portal_vein_invasion)
    end as vp_grade,
    height_cm_read as height_cm,
    weight_kg_read as weight_kg,
    is_yes(portal_vein_invasion_code) as has_portal_vein_invasion,
    is_yes(metastasis_code) as has_metastasis,
    read_date(assessment_date, date_order) as assessment_date,
from visits_read
