-- One row per patient with a visit at baseline: the row that describes the patient at the index date.
-- scope: patient
select
    patient_id,
    null::varchar as part,
    'visit at baseline' as what,
    'assessments' as table_name,
    source_row_key as row_key,
from cohort.baseline_assessments
order by baseline_assessments.row_key
