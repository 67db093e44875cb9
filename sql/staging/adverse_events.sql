-- One row per adverse event and grade as sent.
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
    trim(term) as term,
    integer_status(grade, decimal_mark) as grade_status,
    date_status(start_date, date_order) as start_date_status,
    date_status(end_date, date_order) as end_date_status,
    read_code('adverse_events.action', source, action) as action,
    status_of(read_code('adverse_events.action', source, action), action) as action_status,
    read_integer(grade, decimal_mark) as grade,
    read_date(start_date, date_order) as start_date,
    read_date(end_date, date_order) as end_date,
from raw.adverse_events
