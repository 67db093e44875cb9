-- One row per lesion, exam and reader as sent.
-- scope: patient
with
lesions_read as (
    select
        *,
        read_code('lesions.role', source, role) as role_code,
        read_code('lesions.organ', source, organ) as organ_code,
        read_code('lesions.arterial_enhancement', source, arterial_enhancement) as arterial_enhancement_code,
        read_code('lesions.washout', source, washout) as washout_code,
        read_code('lesions.lesion_kind', source, lesion_kind) as lesion_kind_code,
        read_code('lesions.treated_before', source, treated_before) as treated_before_code,
    from raw.lesions
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
    trim(exam_id) as exam_id,
    date_status(exam_date, date_order) as exam_date_status,
    upper(fold(reader_id)) as reader_id,
    upper(fold(lesion_id)) as lesion_id,
    role_code as role,
    status_of(role_code, role) as role_status,
    organ_code as organ,
    status_of(organ_code, organ) as organ_status,
    diameter_status(viable_mm, decimal_mark) as viable_mm_status,
    diameter_status(total_mm, decimal_mark) as total_mm_status,
    status_of(arterial_enhancement_code, arterial_enhancement) as arterial_enhancement_status,
    status_of(washout_code, washout) as washout_status,
    diameter_status(short_axis_mm, decimal_mark) as short_axis_mm_status,
    lesion_kind_code as lesion_kind,
    status_of(lesion_kind_code, lesion_kind) as lesion_kind_status,
    upper(fold(split_from)) as split_from,
    upper(fold(merged_with)) as merged_with,
    treated_before_code as treated_before,
    status_of(treated_before_code, treated_before) as treated_before_status,
    trim(ne_reason) as ne_reason,
    read_number(viable_mm, decimal_mark) as viable_mm,
    read_number(total_mm, decimal_mark) as total_mm,
    read_number(short_axis_mm, decimal_mark) as short_axis_mm,
    read_below(viable_mm, decimal_mark) as viable_below_mm,
    read_below(total_mm, decimal_mark) as total_below_mm,
    read_below(short_axis_mm, decimal_mark) as short_axis_below_mm,
    is_yes(arterial_enhancement_code) as has_arterial_enhancement,
    is_yes(washout_code) as has_washout,
    read_date(exam_date, date_order) as exam_date,
from lesions_read
