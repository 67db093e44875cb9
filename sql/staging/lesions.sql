-- One row per lesion, exam and reader as sent.
-- scope: patient
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
    read_code('lesions.role', source, role) as role,
    code_status(read_code('lesions.role', source, role), role) as role_status,
    read_code('lesions.organ', source, organ) as organ,
    code_status(read_code('lesions.organ', source, organ), organ) as organ_status,
    number_status(viable_mm, decimal_mark) as viable_mm_status,
    number_status(total_mm, decimal_mark) as total_mm_status,
    code_status(
        read_code('lesions.arterial_enhancement', source, arterial_enhancement), arterial_enhancement
    ) as arterial_enhancement_status,
    number_status(short_axis_mm, decimal_mark) as short_axis_mm_status,
    read_code('lesions.lesion_kind', source, lesion_kind) as lesion_kind,
    code_status(read_code('lesions.lesion_kind', source, lesion_kind), lesion_kind) as lesion_kind_status,
    trim(ne_reason) as ne_reason,
    read_number(viable_mm, decimal_mark) as viable_mm,
    read_number(total_mm, decimal_mark) as total_mm,
    read_number(short_axis_mm, decimal_mark) as short_axis_mm,
    is_yes(read_code('lesions.arterial_enhancement', source, arterial_enhancement)) as has_arterial_enhancement,
    read_date(exam_date, date_order) as exam_date,
from raw.lesions
