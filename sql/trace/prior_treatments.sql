-- One row per patient and therapy before the index date that the list has: its first row.
-- scope: patient
select
    patient_id,
    null::varchar as part,
    'first ' || therapy || ', on ' || treatment_days || ' days' as what,
    source_table as table_name,
    source_row_key as row_key,
from cohort.prior_therapies
where not is_of_an_arm
order by prior_therapies.row_key
