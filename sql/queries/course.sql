-- One row per registry: what its queries came to up to tonight. Days to close are those from the night on which one was opened, or
-- opened again, to that on which it passed. An answer changed data where a value was given, or where the corrected row was sent and passed.
-- scope: registry
with
episodes as (
    select
        h.query_no,
        h.move_no,
        h.state_to,
        h.day,
        max(if(h.state_to = 'open' and coalesce(h.state_from, '') <> 'answered', h.day, null)) over so_far as opened_on,
    from queries.history as h
    window so_far as (partition by h.query_no order by h.move_no rows unbounded preceding)
),

closings as (
    select
        count(*) as closed_count,
        median(e.day - e.opened_on) as median_days_to_close,
    from episodes as e
    where e.state_to = 'closed'
),

answers as (
    select
        count(*) as answered_count,
        count_if(a.has_changed_data)::bigint as changed_count,
    from queries.answered_queries as a
)

select
    c.closed_count,
    c.median_days_to_close,
    a.answered_count,
    a.changed_count,
from closings as c
cross join answers as a
