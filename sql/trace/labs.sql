-- One row per patient and laboratory test with a result at baseline; its part is the test.
-- scope: patient
select
    patient_id,
    test as part,
    test || ' at baseline' as what,
    'labs' as table_name,
    source_row_key as row_key,
from cohort.baseline_labs
order by baseline_labs.row_key
