-- One row per drug and day as sent.
-- Doses are in mg. Which treatment a drug is of says cohort.treatment_rows.
-- scope: patient
with
administrations_with_codes as (
    select
        *,
        read_code('drug_administrations.drug', source, drug) as drug_code,
        read_code('drug_administrations.route', source, route) as route_code,
        read_code('drug_administrations.dose_unit', source, dose_unit) as dose_unit_code,
    from raw.drug_administrations
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
    date_status(administration_date, date_order) as administration_date_status,
    drug_code as drug,
    code_status(drug_code, drug) as drug_status,
    route_code as route,
    code_status(route_code, route) as route_status,
    integer_status(cycle_no, decimal_mark) as cycle_no_status,
    integer_status(day_no, decimal_mark) as day_no_status,
    number_status(dose, decimal_mark) as dose_status,
    code_status(dose_unit_code, dose_unit) as dose_unit_status,
    number_status(bsa_m2, decimal_mark) as bsa_m2_status,
    trim(reduction_reason) as reduction_reason,
    read_integer(cycle_no, decimal_mark) as cycle_no,
    read_integer(day_no, decimal_mark) as day_no,
    read_number(dose, decimal_mark)
    * case dose_unit_code when 'mg' then 1 when 'g' then 1000 end as dose_mg,
    read_number(bsa_m2, decimal_mark) as bsa_m2,
    read_date(administration_date, date_order) as administration_date,
from administrations_with_codes
