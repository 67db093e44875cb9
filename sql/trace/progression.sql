-- One row per patient with a progression: the row that shows the first one.
-- scope: patient
select
    patient_id,
    null::varchar as part,
    'first progression' as what,
    source_table as table_name,
    source_row_key as row_key,
from cohort.progressions
order by progressions.row_key
