-- One row per rule and field of which people gave values, and what became of them tonight: how many, and under which queries.
-- scope: registry
select
    coalesce(s.rule, '') as rule,
    o."table",
    o.field,
    o.outcome,
    count(*) as value_count,
    string_agg(o.query_no, ', ' order by o.query_no) as queries,
from queries.overrides as o
left join queries.standing as s on o.query_no = s.query_no
group by s.rule, o."table", o.field, o.outcome
order by (o.outcome <> 'in force'), s.rule, o."table", o.field, o.outcome
