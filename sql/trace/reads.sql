-- One row per read of an exam after the baseline of the index treatment; its part is the reader.
-- scope: patient
select
    r.patient_id,
    r.reader_id as part,
    'exam ' || r.timepoint || ' read by ' || r.reader_id || ': '
    || coalesce(r.recorded_overall_response, r.derived_overall_response, 'no response') as what,
    'imaging_reads' as table_name,
    r.read_key as row_key,
from cohort.read_responses as r
where r.is_primary_criterion and r.is_index_course
order by r.patient_id, r.exam_date, r.row_key
