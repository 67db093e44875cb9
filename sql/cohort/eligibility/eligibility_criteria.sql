-- One row per accepted patient and criterion of eligibility in force: whether it is met, and if the patient does not pass, why.
-- is_met is NULL where it cannot be said; whether such a patient passes is said of each criterion. The first criterion that
-- a patient does not pass excludes.
-- CP-002, PA-001, PT-004, TX-013, TX-016 and the systemic part of TX-014 ask about those excluded here, who stay in the
-- registry and out of the cohort.
-- Citation: sql/reference/eligibility_criteria.csv, and the settings of the study.
-- scope: patient
with
flags as (
    select * from cohort.eligibility_flags
),

facts as (
    select * from cohort.eligibility_facts
),

criteria as (
    select * from reference.study_eligibility_criteria
    where is_in_force
),

judged as (
    select
        flags.patient_id,
        criteria.*,
        facts.said,
        own_reasons.said as own_reason,
        meets_criterion(
            criteria.operator, criteria.compared_with, criteria.compared_numbers, facts.said, facts.value_operator
        ) as is_met,
        coalesce(waiting.said = 'true', false) as may_change,
    from flags
    cross join criteria
    left join facts
        on flags.patient_id = facts.patient_id and criteria.fact = facts.fact
    left join facts as own_reasons
        on flags.patient_id = own_reasons.patient_id and criteria.reason_fact = own_reasons.fact
    left join facts as waiting
        on flags.patient_id = waiting.patient_id and criteria.waits_when = waiting.fact
),

judged_with_verdict as (
    select
        *,
        coalesce(is_met, passes_unknown) as is_passed,
    from judged
)

select
    patient_id || ':' || criterion as row_key,
    patient_id,
    criterion,
    fact,
    said,
    case
        when not is_passed then coalesce(own_reason, if(is_met is null, unknown_reason, reason))
    end as reason,
    step,
    said is not null as is_known,
    is_met,
    is_passed,
    not is_passed and row_number() over (partition by patient_id, is_passed order by step) = 1 as is_first_failed,
    count(*) filter (where not is_passed) over (partition by patient_id) = (not is_passed)::bigint as passes_all_others,
    not is_passed and may_change as may_change,
from judged_with_verdict
