-- One row per finding that belongs to a query: the number of the query, and where it stands after tonight.
-- scope: registry
select distinct
    f.layer,
    f."table",
    f.rule,
    f.columns,
    f.row_key,
    f.patient,
    q.query_no,
    q.state,
    q.answer,
from queries.entity_findings as f
inner join queries.queries as q on f.identity = q.identity
