-- One row per patient who has withdrawn from the registry: no row of such a patient is taken, though the hospital may still send them.
-- Filled when the raw rows are loaded, from the list in the restricted zone.
-- scope: registry
select null::varchar as patient_id
where false
