-- One row per query that tonight finds or moves, as it stands after tonight: what it asks, of whom, where and since when.
-- Those come first that could add a patient to the cohort, then those that could move the primary endpoint, then another result, then all
-- others of the cohort; what hangs on another query stands behind all questions.
-- scope: registry
with
standing as (
    select
        coalesce(m.query_no, s.query_no) as query_no,
        coalesce(m.identity, s.identity) as identity,
        coalesce(m.state_to, s.state) as state,
        m.why,
        s.query_no is null as is_new,
        coalesce(m.state_to = 'open' and m.state_from in ('closed', 'accepted', 'cancelled'), false) as is_reopened,
        coalesce(s.reopened_count, 0) as earlier_reopened_count,
        coalesce(s.first_day, m.day) as first_day,
        case
            when m.state_to = 'open' and coalesce(m.state_from, '') <> 'answered' then m.day
            else coalesce(s.open_since, m.day)
        end as open_since,
        s.answer,
        s.until_day,
        coalesce(m.rule, s.rule) as rule,
        coalesce(m.layer, s.layer) as layer,
        coalesce(m."table", s."table") as "table",
        coalesce(m.patient, s.patient) as patient,
        coalesce(m.entity, s.entity) as entity,
        coalesce(m.columns, s.columns) as columns,
    from queries.standing as s
    full join queries.moves as m on s.identity = m.identity
)

select
    s.query_no,
    s.identity,
    s.state,
    s.why,
    s.is_new,
    s.is_reopened,
    s.earlier_reopened_count + s.is_reopened::bigint as reopened_count,
    s.first_day,
    s.open_since,
    getvariable('as_of')::date - s.open_since as days_open,
    s.answer,
    s.until_day,
    n.query_no as hangs_on,
    coalesce(i.influence, 0) as influence,
    coalesce(i.added_patients, 0) as added_patients,
    i.cohort_patients,
    i.movable_results,
    s.rule,
    f.level,
    s.layer,
    s."table",
    s.columns,
    s.patient,
    s.entity,
    f.fingerprint,
    f.source,
    f.staged_table,
    f.staged_row_key,
    coalesce(f.may_be_right, true) as may_be_right,
    f.raw,
    f.arithmetic,
    f.source_file,
    f.sheet,
    f.source_row,
    f.message,
    f.action,
    f.name,
    coalesce(f.finding_count, 0)::bigint as finding_count,
from standing as s
left join queries.found as f on s.identity = f.identity
left join queries.causes as c on s.identity = c.identity
left join standing as n on c.cause = n.identity
left join queries.influences as i on s.identity = i.identity
where
    (f.identity is not null or s.why is not null)
    and s.patient not in (select w.patient_id from reference.withdrawn_patients as w)
order by (n.query_no is not null), influence desc, s.query_no
