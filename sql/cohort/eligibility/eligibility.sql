-- One row per accepted patient: whether the patient is in the cohort, and if not, the first criterion that is not met and the reason.
-- Citation: registry protocol, eligibility.
-- scope: patient
with
flags as (
    select * from cohort.eligibility_flags
),

baseline as (
    select * from cohort.baseline_characteristics
),

first_failures as (
    select * from cohort.eligibility_criteria
    where is_first_failed
)

select
    flags.patient_id as row_key,
    flags.patient_id,
    flags.sex,
    flags.arm,
    first_failures.criterion as failed_criterion,
    first_failures.reason as exclusion_reason,
    baseline.age_years,
    first_failures.patient_id is null as is_eligible,
    flags.index_date,
from flags
left join baseline using (patient_id)
left join first_failures using (patient_id)
