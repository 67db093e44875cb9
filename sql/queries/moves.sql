-- One row per query that moves tonight: from which state to which, and why. What is not here stays as it is.
-- A query that nobody has yet is opened under the next number; a number is never given twice.
-- scope: registry
with
last_number as (
    select coalesce(max(substr(l.query_no, 3)::bigint), 0) as number
    from queries.log as l
),

sent as (
    select distinct
        e.patient,
        e.entity,
    from queries.entities as e
),

both_nights as (
    select
        s.query_no,
        coalesce(s.identity, f.identity) as identity,
        s.state,
        f.identity is not null as is_found,
        coalesce(s.fingerprint <> f.fingerprint, true) as is_changed,
        s.state = 'accepted' and s.why = getvariable('accepted_as_a_whole') as was_accepted_as_a_whole,
        coalesce(s.until_day < getvariable('as_of')::date, false) as is_over,
        coalesce(f.rule, s.rule) as rule,
        coalesce(f.layer, s.layer) as layer,
        coalesce(f."table", s."table") as "table",
        coalesce(f.patient, s.patient) as patient,
        coalesce(f.entity, s.entity) as entity,
        coalesce(f.columns, s.columns) as columns,
        coalesce(f.fingerprint, s.fingerprint) as fingerprint,
    from queries.standing as s
    full join queries.found as f on s.identity = f.identity
),

moved as (
    select
        b.*,
        coalesce(b.is_found and r.is_accepted, false) as is_accepted_as_a_whole,
        case
            when is_accepted_as_a_whole then 'accepted'
            when b.state is null then 'open'
            when b.is_found and b.was_accepted_as_a_whole then 'open'
            when not b.is_found and b.state in ('open', 'answered', 'accepted') then 'closed'
            when not b.is_found then b.state
            when b.state = 'closed' then 'open'
            when b.state = 'answered' and b.is_changed then 'open'
            when b.state = 'accepted' and (b.is_changed or b.is_over) then 'open'
            when b.state = 'cancelled' and b.is_changed then 'open'
            else b.state
        end as state_to,
        case
            when is_accepted_as_a_whole then getvariable('accepted_as_a_whole')
            when b.state is null then 'found for the first time'
            when b.is_found and b.was_accepted_as_a_whole then 'the rule is no longer accepted as a whole'
            when not b.is_found and sent.patient is null and r.parent_table = '' and b.layer = 'staging'
                then 'what it is about is no longer sent'
            when not b.is_found and b.state = 'answered' then 'answered, and passes now'
            when not b.is_found then 'passes now'
            when b.state = 'closed' then 'fails again'
            when b.is_changed and b.state = 'answered' then 'the value has changed and still fails'
            when b.is_changed then 'the value or the rule has changed'
            when b.is_over then 'accepted until a day that is past'
        end as why,
    from both_nights as b
    left join sent on b.patient = sent.patient and b.entity = sent.entity
    left join queries.rules as r on b.rule = r.rule and b.layer = r.layer and b."table" = r."table" and b.columns = r.columns
)

select
    row_number() over opening as move_no,
    coalesce(
        m.query_no,
        'Q-' || lpad(((select n.number from last_number as n) + count_if(m.query_no is null) over opening)::varchar, 6, '0')
    ) as query_no,
    m.identity,
    getvariable('as_of')::date as day,
    'the run' as made_by,
    m.state as state_from,
    m.state_to,
    m.why,
    m.rule,
    m.layer,
    m."table",
    m.patient,
    m.entity,
    m.columns,
    m.fingerprint,
from moved as m
where coalesce(m.state, '') <> m.state_to
window opening as (order by m.query_no nulls last, m.rule, m.patient, m.entity, m.columns, m.layer, m."table" rows unbounded preceding)
