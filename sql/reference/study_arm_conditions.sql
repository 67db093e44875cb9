-- One row per arm and condition of entry: all those of an arm must hold, and the first arm of which they do takes the patient.
-- Filled from the settings of the study.
-- scope: registry
select
    null::varchar as arm,
    null::varchar as condition,
    null::varchar as variable,
    null::varchar[] as named,
    null::bigint as condition_no,
    null::bigint as evidence_days,
where false
