-- One row per patient of the wide sheet: the state at the baseline scan.
-- The source knows the performance status in the bands of BCLC only (0, 1-2, 3-4). Portal vein invasion is its portal vein
-- thrombosis or vascular invasion, and spread its metastasis or lymph nodes: BCLC C rests on either of each.
-- scope: patient
select
    origin,
    patient_id,
    baseline_scan_date()::varchar as assessment_date,
    case "PS_bclc_0_0_1-2_1_3-4_3" when '1' then '1-2' when '3' then '3-4' else "PS_bclc_0_0_1-2_1_3-4_3" end as ecog,
    "CPS" as child_pugh_class,
    replace("BCLC", 'Stage-', '') as bclc,
    "Okuda" as okuda,
    case "hepatitis"
        when 'HBV only' then 'HBV'
        when 'HCV only' then 'HCV'
        when 'HCV and HBV' then 'HBV+HCV'
        when 'No virus' then 'Others'
        else "hepatitis"
    end as etiology,
    "Tr_Size" as largest_tumour_cm,
    "tumor_nodul" as tumour_count,
    either_yes("Portal Vein Thrombosis", "Vascular invasion") as portal_vein_invasion,
    either_yes("Metastasis", "Lymphnodes") as metastasis,
from source.data_table
