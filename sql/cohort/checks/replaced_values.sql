-- One row per cohort patient and value of the baseline (a laboratory result, or the visit as a whole): its day, and the day
-- of a row in quarantine that would have described the patient better.
-- The better one is nearer to the index day and not behind it, as for the baseline itself; both lie in the window.
-- Citation: registry protocol, Table 1; windows are settings.
-- scope: patient
with
eligibility as (
    select * from cohort.eligibility
    where is_eligible
),

values_of_baseline as (
    select
        patient_id,
        'labs' as source_table,
        source_row_key,
        test as item,
        getvariable('labs_window_before_days') as days_before,
        getvariable('labs_window_after_days') as days_after,
        index_date,
        collected_date as value_date,
    from cohort.baseline_labs
    union all
    select
        patient_id,
        'assessments' as source_table,
        source_row_key,
        'visit' as item,
        getvariable('assessment_window_before_days') as days_before,
        getvariable('assessment_window_after_days') as days_after,
        index_date,
        assessment_date as value_date,
    from cohort.baseline_assessments
),

better_days as (
    select
        baseline.patient_id,
        baseline.source_table,
        baseline.item,
        arg_min(
            quarantined.value_date,
            {
                is_behind: quarantined.value_date > baseline.index_date,
                days: abs(quarantined.value_date - baseline.index_date)
            }
        ) as quarantined_date,
    from values_of_baseline as baseline
    inner join reference.quarantined_values as quarantined
        on
            baseline.patient_id = quarantined.patient_id
            and baseline.source_table = quarantined.table_name
            and baseline.item = quarantined.item
    where
        quarantined.value_date
        between baseline.index_date - baseline.days_before
        and least(baseline.index_date + baseline.days_after, getvariable('data_cutoff'))
        and (quarantined.value_date > baseline.index_date, abs(quarantined.value_date - baseline.index_date))
        < (baseline.value_date > baseline.index_date, abs(baseline.value_date - baseline.index_date))
    group by baseline.patient_id, baseline.source_table, baseline.item
)

select
    baseline.patient_id || ':' || baseline.item as row_key,
    baseline.patient_id,
    baseline.source_table,
    baseline.source_row_key,
    baseline.item,
    baseline.index_date,
    baseline.value_date,
    better_days.quarantined_date,
from values_of_baseline as baseline
inner join eligibility using (patient_id)
left join better_days using (patient_id, source_table, item)
