-- One row per source: the questions to it that are open after tonight, and how many of them are new or were opened again tonight.
-- What hangs on another query is no question of its own.
-- scope: registry
select
    coalesce(q.source, 'no source of its own') as source,
    count_if(q.state = 'open')::bigint as open_count,
    count_if(q.state = 'open' and q.is_new)::bigint as new_count,
    count_if(q.state = 'open' and q.is_reopened)::bigint as reopened_count,
    count_if(q.state = 'answered')::bigint as answered_count,
from queries.queries as q
where q.hangs_on is null and q.state in ('open', 'answered')
group by q.source
order by source
