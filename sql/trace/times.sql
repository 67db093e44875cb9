-- One row per cohort patient and time to an event: the row that says how it ended; its part is the parameter.
-- scope: patient
select
    patient_id,
    parameter as part,
    parameter || ': ' || coalesce(censoring_description, event_description) as what,
    source_table as table_name,
    source_row_key as row_key,
from cohort.time_to_event
order by time_to_event.row_key
