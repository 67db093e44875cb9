-- One row per blood pressure as sent.
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
    date_status("day", date_order) as day_status,
    number_status(systolic, decimal_mark) as systolic_status,
    number_status(diastolic, decimal_mark) as diastolic_status,
    read_number(systolic, decimal_mark) as systolic,
    read_number(diastolic, decimal_mark) as diastolic,
    read_date("day", date_order) as "day",
from raw.pressures
