-- One row per staged row of a patient who has a query: what it is about (a visit, an exam, a test and its day), in the values that name it.
-- A query is about this and not about the row, which is another one once any of its cells is corrected.
-- each_table stands for the name of a staged table and each_entity for the text of those values: there is one for each staged table.
-- scope: registry
select
    s.row_key,
    s.patient_id as patient,
    s.source,
    each_entity as entity,
from staging.each_table as s
where s.patient_id is null or s.patient_id in (select p.patient from queries.asked_patients as p)
