-- One row per query that a person has answered: what was said last, and whether data changed by it.
-- scope: registry
with
said as (
    select
        h.query_no,
        arg_max(h.rule, h.move_no) as rule,
        arg_max(h.answer, h.move_no) as answer,
        max(h.move_no) as answered_at,
    from queries.history as h
    where h.answer is not null
    group by h.query_no
)

select
    s.query_no,
    s.rule,
    s.answer,
    s.answer = 'correct value given' or coalesce(bool_or(h.why = 'answered, and passes now'), false) as has_changed_data,
from said as s
left join queries.history as h on s.query_no = h.query_no and s.answered_at < h.move_no
group by s.query_no, s.rule, s.answer
