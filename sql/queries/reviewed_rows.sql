-- One row per staged row of a patient of the review page: where it stood, whether it is in quarantine, and the queries about it.
-- each_table stands for the name of a staged table: the selects of all of them are put together.
-- scope: registry
select
    'each_table' as "table",
    s.row_key,
    s.patient_id as patient,
    a.query_nos,
    s.source_file,
    s.sheet,
    s.source_row,
    q.row_key is not null as is_quarantined,
from staging.each_table as s
inner join queries.reviewed_patients as p on s.patient_id = p.patient
left join queries.asked_rows as a on s.row_key = a.row_key and a."table" = 'each_table'
left join quarantine.each_table as q on s.row_key = q.row_key
