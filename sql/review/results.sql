-- One row per laboratory result of a patient of the review page: its day and value in the standard unit, and the limits of normal.
-- Limits are those sent with the result. A result that is no number has none, and is on the page where a query is about it.
-- scope: registry
select
    l.patient_id as patient,
    coalesce(t.label, l.test, '?') as panel,
    t.unit,
    l.value_operator as sign,
    r.query_nos,
    f.file_no,
    r.source_row,
    round(l.value_std, 4) as value,
    round(l.lower_limit_std, 4) as lower_limit,
    round(l.upper_limit_std, 4) as upper_limit,
    r.is_quarantined,
    l.collected_date as day,
from staging.labs as l
inner join queries.reviewed_rows as r on l.row_key = r.row_key and r."table" = 'labs'
inner join queries.reviewed_files as f on r.source_file = f.source_file and r.sheet is not distinct from f.sheet
left join reference.lab_tests as t on l.test = t.test
where l.value_std is not null or r.query_nos is not null
