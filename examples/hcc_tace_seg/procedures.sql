-- One row per patient of the wide sheet: the TACE that response and survival are counted from.
-- scope: patient
select
    origin,
    patient_id,
    tace_date()::varchar as procedure_date,
    'TACE' as procedure,
    "chemotherapy" as detail,
from source.data_table
