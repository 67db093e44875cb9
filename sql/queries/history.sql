-- One row per move of a query, those of tonight behind all others.
-- scope: registry
select
    l.move_no,
    l.query_no,
    l.day,
    l.made_by,
    l.state_from,
    l.state_to,
    l.why,
    l.rule,
    l.answer,
from queries.log as l
union all
select
    m.move_no + coalesce((select max(b.move_no) from queries.log as b), 0) as move_no,
    m.query_no,
    m.day,
    m.made_by,
    m.state_from,
    m.state_to,
    m.why,
    m.rule,
    null::varchar as answer,
from queries.moves as m
