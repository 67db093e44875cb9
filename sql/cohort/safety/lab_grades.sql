-- One row per laboratory result after the index day that CTCAE can grade: its grade, the baseline and limits behind it,
-- the HAIC cycle it follows.
-- The index day's own results are the baseline, as treatment starts that day; so a result on the first day of a later
-- cycle still belongs to the cycle before. A censored result has no grade. For transaminases and bilirubin the baseline
-- counts as high if it is above its own upper limit.
-- Citation: NCI CTCAE (version: setting ctcae_version); formulas in sql/macros/formulas/ctcae.sql.
-- scope: patient
with
index_dates as (
    select * from cohort.index_dates
),

labs as (
    select * from accepted.labs
    where
        test in ('AST', 'ALT', 'TBIL', 'CREAT', 'PLT', 'ANC', 'HGB', 'ALB', 'INR')
        and value_std is not null and collected_date is not null
),

baseline_labs as (
    select * from cohort.baseline_labs
),

haic_cycles as (
    select * from cohort.haic_cycles
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
        haic_cycles.cycle_no,
    from results
    asof left join haic_cycles
        on
            results.patient_id = haic_cycles.patient_id
            and results.collected_date > haic_cycles.cycle_start_date
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
    case
        when test in ('AST', 'ALT', 'TBIL', 'CREAT') then upper_limit_std is not null
        when test in ('PLT', 'ANC', 'HGB', 'ALB') then lower_limit_std is not null
        else true
    end as has_limit,
    index_date,
    collected_date,
from results_with_cycle
