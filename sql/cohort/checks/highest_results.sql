-- One row per source and laboratory test: its highest result without a sign, how often it comes, and how often the next lower one.
-- Of an assay that measures up to a limit and says no more, the limit comes again and again and stands alone; of one that does
-- not, the higher a result is the rarer. Results in words are left out.
-- Citation: registry protocol (a limit that is sent as a number is no measurement).
-- scope: registry
with
results as (
    select
        labs.source,
        labs.test,
        round(labs.value_std, 9) as value_std,
        count(*) as result_count,
        count(distinct labs.patient_id) as patient_count,
        min(labs.row_key) as source_row_key,
    from accepted.labs as labs
    inner join reference.lab_tests as lab_tests using (test)
    where
        labs.value_std is not null and not labs.is_censored and labs.is_superseded is not true
        and not lab_tests.is_qualitative
    group by all
),

ranked as (
    select
        *,
        row_number() over (partition by source, test order by value_std desc) as place,
        count(*) over (partition by source, test) as value_count,
        lead(result_count, 1, 0) over (partition by source, test order by value_std desc) as next_count,
    from results
)

select
    source || ':' || test as row_key,
    source,
    test,
    'labs' as source_table,
    source_row_key,
    value_count,
    patient_count,
    result_count,
    next_count,
    value_std as highest_std,
from ranked
where place = 1
