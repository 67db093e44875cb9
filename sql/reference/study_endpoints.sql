-- One row per endpoint that the study asks for, or that cohort.patients has columns of, and date in its lists.
-- Filled from sql/reference/endpoints.csv, which cites, and from the endpoints of the settings.
-- scope: registry
select
    null::varchar as endpoint,
    null::varchar as label,
    null::varchar as short,
    null::varchar as kind,
    null::bigint as list_no,
    null::varchar as patient_date,
    null::varchar as "when",
    null::bigint as study_no,
where false
