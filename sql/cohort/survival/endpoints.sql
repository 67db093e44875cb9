-- One row per endpoint and date at which it starts, ends with the event, is censored, or ceases to be observed, under
-- the settings of this registry.
-- Citation: of each row in sql/reference/endpoints.csv; the form is admiral's (event_source, censor_source).
-- scope: registry
with
patient_dates as (
    select * from reference.patient_dates
),

study_endpoints as (
    select * from reference.study_endpoints
    where is_in_force("when")
)

select
    study_endpoints.endpoint || ':' || study_endpoints.kind || ':' || study_endpoints.list_no as row_key,
    study_endpoints.endpoint,
    study_endpoints.label,
    study_endpoints.short,
    study_endpoints.kind,
    study_endpoints.patient_date,
    patient_dates.description,
    study_endpoints.list_no,
    study_endpoints.study_no,
from study_endpoints
inner join patient_dates using (patient_date)
