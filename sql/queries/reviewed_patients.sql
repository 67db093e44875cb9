-- One row per patient on the review page: those with a query that asks or is settled, as many as the settings say, the gravest first.
-- scope: registry
with
asked as (
    select
        q.patient,
        max(q.influence) as influence,
        count_if(q.state in ('open', 'answered'))::bigint as asking_count,
    from queries.queries as q
    where q.patient <> '' and q.state <> 'closed'
    group by q.patient
)

select
    a.patient,
    a.influence,
    a.asking_count,
from asked as a
qualify row_number() over (order by a.influence desc, a.asking_count desc, a.patient) <= getvariable('most_reviewed_patients')
