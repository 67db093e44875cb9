-- One row per person as sent.
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
    integer_status(birth_year, decimal_mark) as birth_year_status,
    read_integer(birth_year, decimal_mark) as birth_year,
from raw.persons
