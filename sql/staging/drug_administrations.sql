-- One row per drug and day as sent.
-- Doses are in mg; one by body surface is that of the body surface area in its row (the one by which it was ordered), and without it, as
-- one by weight, not known in mg. Which treatment a drug is of says cohort.treatment_rows.
-- scope: patient
with
administrations_read as (
    select
        *,
        read_code('drug_administrations.drug', source, drug) as drug_code,
        read_code('drug_administrations.route', source, route) as route_code,
        read_code('drug_administrations.dose_unit', source, dose_unit) as dose_unit_code,
        read_integer(cycle_no, decimal_mark) as cycle_no_read,
        read_integer(day_no, decimal_mark) as day_no_read,
        read_number(dose, decimal_mark) as dose_read,
        read_number(bsa_m2, decimal_mark) as bsa_m2_read,
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
    status_of(drug_code, drug) as drug_status,
    route_code as route,
    status_of(route_code, route) as route_status,
    status_of(cycle_no_read, cycle_no) as cycle_no_status,
    status_of(day_no_read, day_no) as day_no_status,
    status_of(dose_read, dose) as dose_status,
    case
        when dose_read is not null and (dose_unit_code = 'mg/kg' or (dose_unit_code = 'mg/m2' and bsa_m2_read is null)) then 'partial'
        else status_of(dose_unit_code, dose_unit)
    end as dose_unit_status,
    status_of(bsa_m2_read, bsa_m2) as bsa_m2_status,
    trim(reduction_reason) as reduction_reason,
    cycle_no_read as cycle_no,
    day_no_read as day_no,
    case dose_unit_code
        when 'mg' then dose_read
        when 'g' then dose_read * 1000
        when 'mg/m2' then round(dose_read * bsa_m2_read, 9)
    end as dose_mg,
    bsa_m2_read as bsa_m2,
    read_date(administration_date, date_order) as administration_date,
from administrations_read
