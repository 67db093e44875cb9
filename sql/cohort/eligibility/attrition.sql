-- One row per criterion of eligibility in force, in order: patients before it, excluded by it, remaining. Each patient is
-- excluded once, by the first criterion that is not met.
-- The last row's remaining patients are the cohort.
-- Citation: STROBE statement, item 13 (numbers of individuals at each stage).
-- scope: registry
with
criteria as (
    select * from reference.study_eligibility_criteria
    where is_in_force
),

excluded as (
    select
        failed_criterion as criterion,
        count(*) as excluded_count,
    from cohort.eligibility
    where failed_criterion is not null
    group by failed_criterion
),

accepted as (
    select count(*) as patient_count
    from cohort.eligibility
),

counted_steps as (
    select
        criteria.*,
        coalesce(excluded.excluded_count, 0) as excluded_count,
        accepted.patient_count
        - coalesce(sum(excluded.excluded_count) over (order by criteria.step), 0)::bigint as remaining_count,
    from criteria
    left join excluded using (criterion)
    cross join accepted
)

select
    criterion as row_key,
    criterion,
    description,
    reason,
    step,
    excluded_count + remaining_count as before_count,
    excluded_count,
    remaining_count,
from counted_steps
order by step
