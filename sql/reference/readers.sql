-- One row per reader of the roster, with the role: reader or adjudicator.
-- Filled from the settings.
-- scope: registry
select
    null::varchar as reader_id,
    null::varchar as role,
where false
