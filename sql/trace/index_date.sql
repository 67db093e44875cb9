-- One row per patient with an index date: the row that dates the first index treatment.
-- scope: patient
select
    patient_id,
    null::varchar as part,
    'index date' as what,
    source_table as table_name,
    source_row_key as row_key,
from cohort.index_dates
order by row_key
