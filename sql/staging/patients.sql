-- One row per patient as sent.
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
    read_code('patients.sex', source, sex) as sex,
    status_of(read_code('patients.sex', source, sex), sex) as sex_status,
    diagnosis_code(dx_code) as dx_code,
    date_status(day_of_birth(birth_date), date_order) as birth_date_status,
    date_status(hcc_dx_date, date_order) as hcc_dx_date_status,
    number_status(age_at_diagnosis_years, decimal_mark) as age_at_diagnosis_years_status,
    read_code('patients.treatment_group', source, treatment_group) as treatment_group,
    status_of(
        read_code('patients.treatment_group', source, treatment_group), treatment_group
    ) as treatment_group_status,
    read_number(age_at_diagnosis_years, decimal_mark) as age_at_diagnosis_years,
    read_date(day_of_birth(birth_date), date_order) as birth_date,
    read_date(hcc_dx_date, date_order) as hcc_dx_date,
    read_first_day(hcc_dx_date, date_order) as hcc_dx_from,
    read_last_day(hcc_dx_date, date_order) as hcc_dx_until,
from raw.patients
