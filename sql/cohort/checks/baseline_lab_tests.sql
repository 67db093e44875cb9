-- One row per cohort patient and laboratory test that has a column in cohort.patients: whether a baseline result exists.
-- Citation: registry protocol, Table 1; Child-Pugh needs bilirubin, albumin and INR.
-- scope: patient
with
eligibility as (
    select * from cohort.eligibility
    where is_eligible
),

baseline_labs as (
    select * from cohort.baseline_labs
),

required_tests as (
    select test from reference.lab_tests
    where patients_column is not null
)

select
    eligibility.patient_id || ':' || required_tests.test as row_key,
    eligibility.patient_id,
    required_tests.test,
    baseline_labs.row_key is not null as has_baseline,
    eligibility.index_date,
    baseline_labs.collected_date,
from eligibility
cross join required_tests
left join baseline_labs
    on eligibility.patient_id = baseline_labs.patient_id and required_tests.test = baseline_labs.test
