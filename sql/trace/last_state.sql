-- One row per patient and fact: the row of the last day known alive, and the row that says the death.
-- scope: patient
with
facts as (
    select
        patient_id,
        'last known alive' as what,
        source_table as table_name,
        source_row_key as row_key,
        1 as place,
    from cohort.last_known_states
    union all
    select
        patient_id,
        'death' as what,
        'follow_up' as table_name,
        death_row_key as row_key,
        2 as place,
    from cohort.last_known_states
)

select
    patient_id,
    null::varchar as part,
    what,
    table_name,
    row_key,
from facts
order by patient_id, place, row_key
