-- One row per laboratory result or clinic visit in quarantine that has a patient and a day, with the test of a result.
-- The cohort reads accepted rows alone; from this it knows where an older value stands in for one that could not be taken.
-- scope: patient
select
    l.row_key,
    l.patient_id,
    'labs' as table_name,
    l.test as item,
    l.collected_date as value_date,
from quarantine.labs as l
where l.patient_id is not null and l.test is not null and l.collected_date is not null
union all
select
    a.row_key,
    a.patient_id,
    'assessments' as table_name,
    'visit' as item,
    a.assessment_date as value_date,
from quarantine.assessments as a
where a.patient_id is not null and a.assessment_date is not null
