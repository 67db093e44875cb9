-- One row per way of counting (days open, rule, source, queries of one patient) and group: the questions that are open after tonight.
-- What hangs on another query is no question of its own. Of patients it is said how many have so many questions, and never who.
-- scope: registry
with
asked as (
    select
        q.query_no,
        q.rule,
        coalesce(q.source, 'no source of its own') as source,
        q.patient,
        case
            when q.days_open < 7 then 1
            when q.days_open < 30 then 2
            when q.days_open < 90 then 3
            else 4
        end as age_no,
    from queries.queries as q
    where q.state = 'open' and q.hangs_on is null
),

of_patients as (
    select
        a.patient,
        least(count(*), 4) as size_no,
    from asked as a
    where a.patient <> ''
    group by a.patient
)

select
    'days open' as way,
    a.age_no as place,
    ['under 7 days', '7 to 29 days', '30 to 89 days', '90 days and more'][a.age_no] as group_name,
    count(*) as open_count,
from asked as a
group by a.age_no
union all
select
    'rule' as way,
    1 as place,
    a.rule as group_name,
    count(*) as open_count,
from asked as a
group by a.rule
union all
select
    'source' as way,
    1 as place,
    a.source as group_name,
    count(*) as open_count,
from asked as a
group by a.source
union all
select
    'patients' as way,
    p.size_no as place,
    ['1', '2', '3', '4 and more'][p.size_no] as group_name,
    count(*) as open_count,
from of_patients as p
group by p.size_no
order by way, place, open_count desc, group_name
