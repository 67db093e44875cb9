-- One row per staged row that a query is about, with the numbers of its queries: where a query hurts.
-- scope: registry
select
    f.staged_table as "table",
    f.staged_row_key as row_key,
    string_agg(distinct q.query_no, ' ' order by q.query_no) as query_nos,
from queries.entity_findings as f
inner join queries.queries as q on f.identity = q.identity
where f.staged_row_key is not null and q.state <> 'closed'
group by f.staged_table, f.staged_row_key
