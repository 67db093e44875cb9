-- One row per staged row with a blocking finding, with all its reasons.
-- each_table stands for the name of a staged table: there is one quarantined table for each, with its columns and `reasons`.
-- scope: registry
with
reasons_of_rows as (
    select
        f.row_key,
        list(distinct f.rule || ': ' || f.message order by f.rule || ': ' || f.message) as reasons,
    from gate.findings as f
    where f.layer = 'staging' and f."table" = 'each_table' and f.level = 'reject'
    group by f.row_key
)

select
    s.*,
    r.reasons,
from staging.each_table as s
inner join reasons_of_rows as r using (row_key)
order by s.row_key
