-- One row per quarantined treatment or contact of a patient, with all its reasons; its part is the table.
-- scope: patient
with
quarantined_rows as (
    select
        patient_id,
        'drug_administrations' as table_name,
        reasons,
        row_key,
    from quarantine.drug_administrations
    union all
    select
        patient_id,
        'follow_up' as table_name,
        reasons,
        row_key,
    from quarantine.follow_up
)

select
    patient_id,
    table_name as part,
    'quarantined: ' || array_to_string(reasons, ', ') as what,
    table_name,
    row_key,
from quarantined_rows
where patient_id is not null
order by row_key
