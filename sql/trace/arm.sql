-- One row per patient with an index date: the row that is the evidence for the arm.
-- scope: patient
select
    patient_id,
    null::varchar as part,
    'evidence for the arm ' || arm as what,
    evidence_table as table_name,
    evidence_row_key as row_key,
from cohort.arms
order by arms.row_key
