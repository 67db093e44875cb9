-- One row per finding that still asks: without those whose query a person has settled, which are shown as such and counted no more.
-- scope: registry
with
settled as (
    select distinct
        q.layer,
        q."table",
        q.rule,
        q.columns,
        q.row_key,
    from queries.query_findings as q
    where q.state in ('accepted', 'cancelled')
)

select
    f.run_id,
    f.rule,
    f.level,
    f.layer,
    f."table",
    f.patient,
    f.row_key,
    f.columns,
    f.raw,
    f.source_file,
    f.source_row,
    f.message,
    f.sheet,
    f.name,
    f.action,
    f.arithmetic,
from quarantine.findings as f
left join settled as s
    on f.layer = s.layer and f."table" = s."table" and f.rule = s.rule and f.columns = s.columns and f.row_key = s.row_key
where s.rule is null
