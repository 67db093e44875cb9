-- One row per query of the log: where it stands before tonight, since when, and what was answered last.
-- scope: registry
select
    l.query_no,
    l.identity,
    arg_max(l.rule, l.move_no) as rule,
    arg_max(l.layer, l.move_no) as layer,
    arg_max(l."table", l.move_no) as "table",
    arg_max(l.patient, l.move_no) as patient,
    arg_max(l.entity, l.move_no) as entity,
    arg_max(l.columns, l.move_no) as columns,
    arg_max(l.state_to, l.move_no) as state,
    arg_max(l.fingerprint, l.move_no) as fingerprint,
    arg_max_null(l.until_day, l.move_no) filter (l.state_to = 'accepted') as until_day,
    arg_max(l.answer, l.move_no) filter (l.answer is not null) as answer,
    arg_max(l.why, l.move_no) as why,
    min(l.day) as first_day,
    arg_max(l.day, l.move_no) filter (l.state_to = 'open') as open_since,
    max(l.day) as moved_on,
    count_if(l.state_to = 'open' and l.state_from in ('closed', 'accepted', 'cancelled'))::bigint as reopened_count,
from queries.log as l
group by l.query_no, l.identity
