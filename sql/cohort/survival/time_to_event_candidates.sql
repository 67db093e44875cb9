-- One row per cohort patient, parameter and possible event, censoring or end: what time_to_event chooses from.
-- An endpoint is data: cohort.endpoints says at which of the patient's dates it starts, which are its events, its
-- censorings and its ends. list_no is the place in the endpoint's own list, which decides between equal dates. Kind
-- `end` closes observation: nothing after it counts. A censoring may have a code and a description of its own, which go
-- before those of the end; the registry gives none. A patient without the date at which an endpoint starts has no time.
-- Citation: admiral event_source, censor_source and end dates of derive_param_tte; FDA endpoints guidance, appendix
-- 3, table A.
-- scope: patient
with
cohort_patients as (
    select * from cohort.eligibility
    where is_eligible
),

endpoints as (
    select * from cohort.endpoints
),

patient_dates as (
    select * from cohort.patient_dates
),

starts as (
    select
        patient_dates.patient_id,
        endpoints.endpoint,
        endpoints.patient_date as start_name,
        patient_dates.dated as start_date,
    from endpoints
    inner join patient_dates using (patient_date)
    where endpoints.kind = 'start'
    qualify
        row_number() over (
            partition by patient_dates.patient_id, endpoints.endpoint
            order by endpoints.list_no, patient_dates.dated, patient_dates.source_row_key
        ) = 1
)

select
    patient_dates.patient_id || ':' || endpoints.endpoint || ':' || endpoints.kind || ':' || endpoints.list_no || ':'
    || patient_dates.dated as row_key,
    patient_dates.patient_id,
    endpoints.endpoint as parameter,
    endpoints.kind,
    endpoints.description,
    patient_dates.source_table,
    patient_dates.source_row_key,
    starts.start_name,
    null::varchar as own_event_description,
    endpoints.list_no,
    null::bigint as own_censoring_code,
    starts.start_date,
    patient_dates.dated as candidate_date,
from endpoints
inner join patient_dates using (patient_date)
inner join cohort_patients on patient_dates.patient_id = cohort_patients.patient_id
inner join starts on patient_dates.patient_id = starts.patient_id and endpoints.endpoint = starts.endpoint
where endpoints.kind <> 'start'
