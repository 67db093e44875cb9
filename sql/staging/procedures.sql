-- One row per procedure as sent.
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
    date_status(procedure_date, date_order) as procedure_date_status,
    read_code('procedures.procedure', source, procedure) as procedure,
    status_of(read_code('procedures.procedure', source, procedure), procedure) as procedure_status,
    trim(detail) as detail,
    read_date(procedure_date, date_order) as procedure_date,
from raw.procedures
