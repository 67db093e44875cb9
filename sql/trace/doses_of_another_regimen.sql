-- One row per HAIC dose of a drug that is not of the protocol's regimen.
-- scope: patient
select
    patient_id,
    null::varchar as part,
    drug || ' into the hepatic artery' as what,
    'drug_administrations' as table_name,
    row_key,
from accepted.drug_administrations
where regimen = 'HAIC' and drug in ('OXALIPLATIN', 'LEUCOVORIN')
order by row_key
