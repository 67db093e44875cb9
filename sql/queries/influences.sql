-- One row per query found tonight whose patient is in the cohort or may be: what its answer could change of the results, at the most.
-- A patient who waits would add one to the cohort. Of a patient of the cohort the results can move that stand on the row asked about; where
-- that row is quarantined, those that stand on any row of its table; where the question is about no row, those made of what it is about.
-- An upper bound: an answer may change less, or nothing.
-- scope: registry
with
patients as (
    select
        c.patient,
        bool_or(c.is_in_cohort) as is_in_cohort,
        bool_or(c.is_waiting) as is_waiting,
    from queries.cohort_patients as c
    group by c.patient
),

cohort_size as (
    select count_if(p.is_in_cohort) as patients
    from patients as p
),

results_of_tables as (
    select distinct
        r.place,
        r.result,
        r."table",
    from queries.result_rows as r
),

movable as (
    select
        f.identity,
        r.place,
        r.result,
    from queries.found as f
    inner join queries.result_rows as r on f.patient = r.patient and f.staged_row_key = r.row_key and f.staged_table = r."table"
    union
    select
        f.identity,
        t.place,
        t.result,
    from queries.found as f
    inner join results_of_tables as t on f.staged_table = t."table"
    where f.level = 'reject'
    union
    select
        f.identity,
        t.place,
        t.result,
    from queries.found as f
    inner join queries.result_tables as t on f."table" = t."table"
    where f.layer = 'cohort' and f.staged_row_key is null
),

moved as (
    select
        m.identity,
        min(m.place) as first_place,
        string_agg(m.result, ', ' order by m.place) as results,
    from movable as m
    group by m.identity
)

select
    f.identity,
    case
        when p.is_waiting and not p.is_in_cohort then 4
        when m.first_place = 1 then 3
        when m.results is not null then 2
        else 1
    end as influence,
    if(p.is_waiting and not p.is_in_cohort, 1, 0)::bigint as added_patients,
    n.patients::bigint as cohort_patients,
    if(p.is_in_cohort, m.results, null) as movable_results,
from queries.found as f
inner join patients as p on f.patient = p.patient
left join moved as m on f.identity = m.identity and p.is_in_cohort
cross join cohort_size as n
