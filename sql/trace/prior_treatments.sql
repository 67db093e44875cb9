-- One row per patient and kind of treatment before the index date: the first row of the kind.
-- scope: patient
select
    patient_id,
    null::varchar as part,
    'first ' || treatment || ', on ' || treatment_days || ' days' as what,
    source_table as table_name,
    source_row_key as row_key,
from cohort.prior_treatments
order by prior_treatments.row_key
