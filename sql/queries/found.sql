-- One row per query that is there tonight: those that the findings make, and those whose correction no longer applies.
-- A value that a person gave asks again where the hospital sends a third one by now, if nothing else asks under the same query.
-- scope: registry
with
overtaken as (
    select
        v.query_no,
        string_agg(v.sent_digest, chr(31) order by v.field) as sent_digest,
    from queries.overrides as v
    where v.outcome = 'another value is sent'
    group by v.query_no
)

select
    f.identity,
    f.fingerprint,
    f.rule,
    f.level,
    f.layer,
    f."table",
    f.columns,
    f.patient,
    f.entity,
    f.source,
    f.staged_table,
    f.staged_row_key,
    f.parent_table,
    f.held_against,
    f.may_be_right,
    f.raw,
    f.arithmetic,
    f.source_file,
    f.sheet,
    f.source_row,
    f.message,
    f.action,
    f.name,
    f.finding_count,
from queries.failing as f
union all
select
    s.identity,
    md5(concat_ws(chr(31), 'another value is sent', o.sent_digest)) as fingerprint,
    s.rule,
    'flag' as level,
    s.layer,
    s."table",
    s.columns,
    s.patient,
    s.entity,
    null::varchar as source,
    null::varchar as staged_table,
    null::varchar as staged_row_key,
    '' as parent_table,
    '' as held_against,
    true as may_be_right,
    null::varchar as raw,
    null::varchar as arithmetic,
    null::varchar as source_file,
    null::varchar as sheet,
    null::bigint as source_row,
    'the value given under ' || o.query_no || ' no longer applies: the cell holds another one than it did' as message,
    'Say which value is right.' as action,
    'a_value_given_still_applies' as name,
    1 as finding_count,
from overtaken as o
inner join queries.standing as s on o.query_no = s.query_no
where s.identity not in (select g.identity from queries.failing as g)
