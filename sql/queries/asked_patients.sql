-- One row per patient with a finding tonight, or with a query of the nights before.
-- scope: registry
select f.patient
from quarantine.findings as f
where f.patient is not null
union
select l.patient
from queries.log as l
where l.patient is not null
