-- One row per patient and laboratory test: the result that describes the patient at the index day.
-- The last day with a result on or before the index day within the window (a later one only if the window allows it
-- and there is none before); on the index day its first specimen, as treatment starts that day; on an earlier day its
-- last. A censored result keeps its operator. Equal times are told apart by the content of the row.
-- Citation: registry protocol, Table 1; windows are settings.
-- scope: patient
with
index_dates as (
    select * from cohort.index_dates
),

labs as (
    select * from accepted.labs
),

results_in_window as (
    select
        labs.*,
        index_dates.index_date,
    from labs
    inner join index_dates using (patient_id)
    where
        labs.value_std is not null and labs.is_superseded is not true
        and labs.test is not null
        and labs.collected_date
        between index_dates.index_date - getvariable('labs_window_before_days')
        and least(index_dates.index_date + getvariable('labs_window_after_days'), getvariable('data_cutoff'))
    qualify
        row_number() over (
            partition by labs.patient_id, labs.test
            order by
                labs.collected_date > index_dates.index_date,
                abs(labs.collected_date - index_dates.index_date),
                case when labs.collected_date >= index_dates.index_date then labs.collected_at end nulls last,
                labs.collected_at desc,
                labs.row_key
        ) = 1
)

select
    patient_id || ':' || test as row_key,
    patient_id,
    test,
    value_operator,
    row_key as source_row_key,
    value_std,
    lower_limit_std,
    upper_limit_std,
    is_censored,
    index_date,
    collected_date,
    collected_at,
from results_in_window
