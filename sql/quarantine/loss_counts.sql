-- One row per kind of what patients of the cohort may lose, where there is a last release: how many lost it since.
-- scope: registry
select
    kinds.loss as row_key,
    (select count(*) from quarantine.patient_losses as l where l.loss = kinds.loss) as patient_count,
from (values ('a baseline value'), ('a read'), ('a progression'), ('a death')) as kinds (loss)
where exists (select 1 from reference.last_releases)
