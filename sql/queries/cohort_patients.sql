-- One row per patient and what the cohort knows of one: that the patient is in it, or that a quarantined row may decide.
-- Filled when the queries are built, from the tables that have these roles; a registry without a cohort has none.
-- scope: registry
select
    null::varchar as patient,
    null::boolean as is_in_cohort,
    null::boolean as is_waiting,
where false
