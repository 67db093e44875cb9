-- One row per adverse event after the index day whose CTCAE term names a laboratory test: the recorded grade beside the
-- worst grade of the results on its days.
-- An event lasts from its start to the day before its end; one that is ongoing is judged by its first days (a week, by CC-008). No result
-- on these days, or none that can be graded, leaves the derived grade NULL.
-- Citation: NCI CTCAE (version: setting ctcae_version).
-- scope: patient
with
adverse_events as (
    select
        *,
        ctcae_test_of_term(term) as test,
    from accepted.adverse_events
    where ctcae_test_of_term(term) is not null and grade is not null and start_date is not null
),

index_dates as (
    select * from cohort.index_dates
),

lab_grades as (
    select * from cohort.lab_grades
),

events as (
    select
        adverse_events.row_key,
        adverse_events.patient_id,
        adverse_events.test,
        adverse_events.grade,
        adverse_events.start_date,
        adverse_events.end_date,
        greatest(
            adverse_events.start_date,
            coalesce(adverse_events.end_date, adverse_events.start_date + getvariable('ongoing_event_days')::integer) - 1
        ) as last_judged_date,
        index_dates.index_date,
    from adverse_events
    inner join index_dates using (patient_id)
    where
        adverse_events.start_date > index_dates.index_date
        and adverse_events.start_date <= coalesce(getvariable('data_cutoff'), adverse_events.start_date)
),

results_of_events as (
    select
        events.row_key,
        count(*) as result_count,
        max(lab_grades.grade) as derived_grade,
        arg_max(
            {value: lab_grades.value_std, collected_date: lab_grades.collected_date, row_key: lab_grades.row_key},
            {grade: lab_grades.grade, collected_date: lab_grades.collected_date, row_key: lab_grades.row_key}
        ) as worst,
    from events
    inner join lab_grades
        on
            events.patient_id = lab_grades.patient_id
            and events.test = lab_grades.test
            and lab_grades.collected_date between events.start_date and events.last_judged_date
    where lab_grades.grade is not null
    group by events.row_key
)

select
    events.row_key,
    events.patient_id,
    events.test,
    results_of_events.worst.row_key as lab_row_key,
    events.grade as recorded_grade,
    results_of_events.derived_grade,
    coalesce(results_of_events.result_count, 0) as result_count,
    results_of_events.worst.value as worst_value,
    events.start_date,
    events.end_date,
    results_of_events.worst.collected_date as worst_date,
from events
left join results_of_events using (row_key)
