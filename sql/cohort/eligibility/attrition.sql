-- One row per eligibility step: patients before it, excluded by it, remaining. Each patient is excluded once, by the
-- first step not met.
-- The step of the regimen is left out where the study names none. The last row's remaining patients are
-- the cohort.
-- Citation: STROBE statement, item 13 (numbers of individuals at each stage).
-- scope: registry
with
eligibility as (
    select * from cohort.eligibility
),

steps as (
    select unnest([
        {step: 1, criterion: 'has_index_treatment', description: 'had the index treatment'},
        {step: 2, criterion: 'has_hcc', description: 'hepatocellular carcinoma'},
        {
            step: 3,
            criterion: 'has_fp_regimen',
            description: (
                select
                    string_agg(distinct index_treatments.label, ' or ') || ' with '
                    || string_agg(regimens.label, ' or ' order by regimens.order_no) || ' only'
                from reference.study_regimens as regimens
                inner join reference.study_index_treatments as index_treatments using (treatment)
            )
        },
        {step: 4, criterion: 'is_in_study_window', description: 'index date in the study window'},
        {step: 5, criterion: 'has_sex_and_age', description: 'sex and age known'},
        {
            step: 6,
            criterion: 'is_adult',
            description: format(
                'age {:g} to {:g} years at the index date',
                getvariable('least_age_years')::double,
                getvariable('most_age_years')::double
            )
        },
        {step: 7, criterion: 'has_whole_history', description: 'no treatment up to the index date is quarantined'},
        {step: 8, criterion: 'has_arm', description: 'arm can be assigned'},
        {step: 9, criterion: 'has_follow_up', description: 'follow-up with vital status'}
    ], recursive := true)
),

first_failures as (
    select
        list_position(
            [
                has_index_treatment, has_hcc, has_fp_regimen, is_in_study_window,
                has_sex_and_age, is_adult, has_whole_history, has_arm, has_follow_up, false
            ],
            false
        ) as failed_step,
    from eligibility
),

counted_steps as (
    select
        steps.step,
        steps.criterion,
        steps.description,
        count(*) filter (where first_failures.failed_step >= steps.step) as before_count,
        count(*) filter (where first_failures.failed_step = steps.step) as excluded_count,
    from steps
    left join first_failures on true
    group by steps.step, steps.criterion, steps.description
)

select
    criterion as row_key,
    criterion,
    description,
    step::bigint as step,
    before_count,
    excluded_count,
    before_count - excluded_count as remaining_count,
from counted_steps
where criterion <> 'has_fp_regimen' or exists (select 1 from reference.study_regimens)
order by step
