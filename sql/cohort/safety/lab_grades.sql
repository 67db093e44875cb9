-- One row per laboratory result after the index day that CTCAE can grade: its grade, the baseline and limits behind it,
-- the treatment cycle it follows.
-- The index day's own results are the baseline, as treatment starts that day; so a result on the first day of a later
-- cycle still belongs to the cycle before. A censored result has no grade. The baseline counts as high if it is above its
-- own upper limit. Results after the data cut-off are not of the study.
-- Citation: NCI CTCAE (version: setting ctcae_version); its bands in sql/reference/ctcae_bands.csv.
-- scope: patient
with
index_dates as (
    select * from cohort.index_dates
),

graded_tests as (
    select
        test,
        bool_or(basis = 'lower_limit') as needs_lower_limit,
        bool_or(basis = 'upper_limit') as needs_upper_limit,
    from reference.ctcae_bands
    where version = getvariable('ctcae_version')
    group by test
),

labs as (
    select
        labs.*,
        graded_tests.needs_lower_limit,
        graded_tests.needs_upper_limit,
    from accepted.labs as labs
    inner join graded_tests using (test)
    where
        labs.value_std is not null and labs.is_superseded is not true
        and labs.collected_date <= coalesce(getvariable('data_cutoff'), labs.collected_date)
),

baseline_labs as (
    select * from cohort.baseline_labs
),

treatment_cycles as (
    select * from cohort.treatment_cycles
),

results as (
    select
        labs.*,
        baseline_labs.value_std as baseline_value,
        case
            when not baseline_labs.is_censored
                then signif_15(baseline_labs.value_std) > signif_15(baseline_labs.upper_limit_std)
        end as is_baseline_high,
        index_dates.index_date,
    from labs
    inner join index_dates using (patient_id)
    left join baseline_labs using (patient_id, test)
    where labs.collected_date > index_dates.index_date
),

results_with_cycle as (
    select
        results.*,
        treatment_cycles.cycle_no,
    from results
    asof left join treatment_cycles
        on
            results.patient_id = treatment_cycles.patient_id
            and results.collected_date > treatment_cycles.cycle_start_date
)

select
    row_key,
    patient_id,
    test,
    cycle_no,
    case
        when not is_censored
            then
                ctcae_grade(
                    test,
                    value_std,
                    lower_limit_std,
                    upper_limit_std,
                    baseline_value,
                    is_baseline_high,
                    getvariable('ctcae_version')
                )
    end::bigint as grade,
    value_std,
    lower_limit_std,
    upper_limit_std,
    baseline_value,
    is_baseline_high,
    not (needs_lower_limit and lower_limit_std is null) and not (needs_upper_limit and upper_limit_std is null) as has_limit,
    index_date,
    collected_date,
from results_with_cycle
