-- One row per patient and treatment given before the index date, whatever its kind.
-- scope: patient
select
    t.patient_id,
    null::varchar as part,
    t.treatment || ' before the index date' as what,
    t.source_table as table_name,
    t.source_row_key as row_key,
from cohort.treatment_rows as t
inner join cohort.index_dates as i on t.patient_id = i.patient_id and t.treatment_date < i.index_date
order by t.row_key
