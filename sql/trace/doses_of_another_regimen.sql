-- One row per dose of an index treatment whose drug is of another regimen than those of the study.
-- scope: patient
select
    patient_id,
    null::varchar as part,
    drug || ' of another regimen' as what,
    'drug_administrations' as table_name,
    source_row_key as row_key,
from cohort.other_regimens
order by other_regimens.row_key
