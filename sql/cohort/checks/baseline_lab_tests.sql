-- One row per cohort patient and laboratory test of Table 1 or the Child-Pugh score: whether a baseline result
-- exists.
-- Citation: registry protocol, Table 1 (AST, ALT, bilirubin, AFP); Child-Pugh needs albumin and INR.
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
    select unnest(['AST', 'ALT', 'TBIL', 'AFP', 'ALB', 'INR', 'PLT', 'CREAT']) as test
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
