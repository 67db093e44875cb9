-- One row per rule about whose queries people have answered: how many were right as they are, and how many answers changed data.
-- A rule of which nearly all is right as it is asks in vain: it wants another limit, or is not one of this hospital.
-- scope: registry
select
    a.rule,
    count(*) as answered_count,
    count_if(a.answer = 'right as it is')::bigint as right_count,
    count_if(a.has_changed_data)::bigint as changed_count,
    100.0 * count_if(a.answer = 'right as it is') / count(*) as right_pct,
from queries.answered_queries as a
group by a.rule
order by right_pct desc, answered_count desc, a.rule
