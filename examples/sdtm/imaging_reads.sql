-- One row per subject, visit and reader: the responses of RS, and the visits of TR at which only the tumours were measured.
-- Two responses of one reader at one visit stand beside each other, which is unreadable, and so asked about.
-- Citation: SDTMIG 3.4, RS and TR; mRECIST responses have RSCAT mRECIST.
-- scope: patient
with
exams as (
    select
        origin,
        patient_id,
        "VISITNUM" as visit,
        "RSEVALID" as reader_id,
        "RSDTC" as exam_date,
        null as method,
        "RSTESTCD" as test,
        "RSORRES" as response,
    from source.rs
    where upper("RSCAT") = 'MRECIST'
    union all
    select
        origin,
        patient_id,
        "VISITNUM" as visit,
        "TREVALID" as reader_id,
        "TRDTC" as exam_date,
        "TRMETHOD" as method,
        null as test,
        null as response,
    from source.tr
)

select
    first_origin(list(origin)) as origin,
    patient_id,
    'VISIT ' || visit as exam_id,
    exam_date,
    reader_id,
    coalesce(nullif(max(method), 'CT SCAN'), 'CT') as modality,
    course_of() as course,
    visit as timepoint,
    string_agg(distinct response, ' or ' order by response) filter (where test = 'TRGRESP') as target_response,
    string_agg(distinct response, ' or ' order by response) filter (where test = 'NTRGRESP') as non_target_response,
    case when max(test) is not null then 'N' end as new_lesion,
    string_agg(distinct response, ' or ' order by response) filter (where test = 'OVRLRESP') as overall_response,
from exams
group by patient_id, visit, reader_id, exam_date
