-- One row per drug administration, contact, read or lesion in quarantine that has a patient, and per patient and table with rows
-- under the patient's number but for its zeros: these are in quarantine as nobody's, and may say anything of this patient.
-- The cohort reads accepted rows alone; from this it knows whose index date, arm, death, exam or diameter may be among the others.
-- scope: patient
select
    'drug_administrations' as table_name,
    d.row_key,
    d.patient_id,
    null::varchar as exam_id,
    null::varchar as reader_id,
    null::varchar as course,
    false as is_progression,
    d.administration_date as event_date,
from quarantine.drug_administrations as d
where d.patient_id is not null
union all
select
    'follow_up' as table_name,
    f.row_key,
    f.patient_id,
    null::varchar as exam_id,
    null::varchar as reader_id,
    null::varchar as course,
    false as is_progression,
    f.last_contact_date as event_date,
from quarantine.follow_up as f
where f.patient_id is not null
union all
select
    'lesions' as table_name,
    l.row_key,
    l.patient_id,
    l.exam_id,
    l.reader_id,
    null::varchar as course,
    false as is_progression,
    l.exam_date as event_date,
from quarantine.lesions as l
where l.patient_id is not null
union all
select
    'imaging_reads' as table_name,
    i.row_key,
    i.patient_id,
    i.exam_id,
    i.reader_id,
    i.course,
    coalesce(
        'PD' in (i.overall_response, i.target_response, i.non_target_response) or i.has_new_lesion, false
    ) as is_progression,
    i.exam_date as event_date,
from quarantine.imaging_reads as i
where i.patient_id is not null
union all
select
    u.table_name,
    null::varchar as row_key,
    u.patient_id,
    null::varchar as exam_id,
    null::varchar as reader_id,
    null::varchar as course,
    false as is_progression,
    null::date as event_date,
from quarantine.numbers_without_zeros as u
