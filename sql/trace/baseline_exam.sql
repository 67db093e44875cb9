-- One row per read of the baseline exam of the index treatment.
-- scope: patient
select
    r.patient_id,
    null::varchar as part,
    'baseline exam, read by ' || r.reader_id as what,
    'imaging_reads' as table_name,
    r.row_key,
from accepted.imaging_reads as r
semi join cohort.baseline_exams as e on r.patient_id = e.patient_id and r.exam_id = e.exam_id
where r.timepoint = 0
order by r.row_key
