-- One row per drug and day as sent.
-- Doses are in mg. Which treatment a drug is of says cohort.treatment_rows.
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
    date_status(administration_date, date_order) as administration_date_status,
    read_code('drug_administrations.drug', source, drug) as drug,
    code_status(read_code('drug_administrations.drug', source, drug), drug) as drug_status,
    read_code('drug_administrations.route', source, route) as route,
    code_status(read_code('drug_administrations.route', source, route), route) as route_status,
    integer_status(cycle_no, decimal_mark) as cycle_no_status,
    integer_status(day_no, decimal_mark) as day_no_status,
    number_status(dose, decimal_mark) as dose_status,
    code_status(read_code('drug_administrations.dose_unit', source, dose_unit), dose_unit) as dose_unit_status,
    number_status(bsa_m2, decimal_mark) as bsa_m2_status,
    trim(reduction_reason) as reduction_reason,
    read_integer(cycle_no, decimal_mark) as cycle_no,
    read_integer(day_no, decimal_mark) as day_no,
    read_number(dose, decimal_mark)
    * case read_code('drug_administrations.dose_unit', source, dose_unit) when 'mg' then 1 when 'g' then 1000 end as dose_mg,
    read_number(bsa_m2, decimal_mark) as bsa_m2,
    read_date(administration_date, date_order) as administration_date,
from raw.drug_administrations
