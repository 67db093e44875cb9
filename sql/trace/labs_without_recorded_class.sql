-- One row per laboratory test at baseline of a patient for whom the site records no Child-Pugh class; its part is the test.
-- scope: patient
select
    l.patient_id,
    l.test as part,
    l.test || ' at baseline' as what,
    'labs' as table_name,
    l.source_row_key as row_key,
from cohort.baseline_labs as l
semi join (select patient_id from cohort.baseline_assessments where child_pugh_class is null) as a on l.patient_id = a.patient_id
order by l.row_key
