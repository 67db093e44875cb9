-- One row per treatment in quarantine: what it was, and, where that cannot be read, which kind of table it stood in.
-- scope: patient
select
    d.patient_id,
    d.regimen as treatment,
    'HAIC' as kind,
    d.administration_date as treatment_date,
from quarantine.drug_administrations as d
union all
select
    p.patient_id,
    p."procedure" as treatment,
    'TACE' as kind,
    p.procedure_date as treatment_date,
from quarantine.procedures as p
