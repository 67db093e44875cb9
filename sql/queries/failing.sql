-- One row per query that the findings of tonight make: one rule, one patient, what it is about, and the columns that it reads.
-- The identity holds neither a row number nor a value that could be wrong: it is the same tomorrow. The fingerprint is of the values
-- that offend and of the rule as it is held: where it is another one, an answer of yesterday no longer speaks of what is there.
-- scope: registry
with
grouped as (
    select
        f.identity,
        min(f.level) as level,
        string_agg(distinct coalesce(f.raw, f.arithmetic, ''), chr(31) order by coalesce(f.raw, f.arithmetic, '')) as offending_values,
        count(*) as finding_count,
        case when count(distinct f.staged_row_key) = 1 then min(f.staged_row_key) end as only_row_key,
    from queries.entity_findings as f
    group by f.identity
),

first_findings as (
    select *
    from queries.entity_findings
    qualify row_number() over (partition by identity order by source_file, sheet, source_row, row_key, message, name) = 1
)

select
    g.identity,
    md5(concat_ws(chr(31), coalesce(r.version, ''), g.offending_values)) as fingerprint,
    f.rule,
    g.level,
    f.layer,
    f."table",
    f.columns,
    f.patient,
    f.entity,
    f.source,
    f.staged_table,
    g.only_row_key as staged_row_key,
    coalesce(r.parent_table, '') as parent_table,
    coalesce(r.held_against, '') as held_against,
    coalesce(r.may_be_right, true) as may_be_right,
    f.raw,
    f.arithmetic,
    f.source_file,
    f.sheet,
    f.source_row,
    f.message,
    f.action,
    f.name,
    g.finding_count,
from grouped as g
inner join first_findings as f on g.identity = f.identity
left join queries.rules as r on f.rule = r.rule and f.layer = r.layer and f."table" = r."table" and f.columns = r.columns
