-- One row per query that hangs on another one, with it: what one wrong cell makes is one question, and the others are its consequences.
-- A row that goes because its parent is quarantined hangs on the query of the parent, which may hang on that of its own parent; a patient
-- who waits on that of a quarantined row, the tables of a parent that nobody sent on the first of them; of two rules that read the same
-- cell of one row, that which reads more columns hangs on the one that reads fewer, a flag on a reject, else the later on the earlier one.
-- Where more than two rows of a patient contradict one date of the patient, such as the death, they are one question about that date.
-- scope: registry
with
found as (
    select
        *,
        list_transform(string_split(f.columns, ', '), lambda name: regexp_replace(name, '_status$', '')) as cells,
        coalesce(f.level = 'reject' and f.layer = 'staging', false) as is_rejected,
    from queries.found as f
),

of_parents as (
    select
        child.identity,
        min_by(parent.identity, (parent.parent_table <> '', parent.rule, parent.identity)) as cause,
    from found as child
    inner join found as parent
        on child.parent_table in (parent."table", 'any quarantined row') and child.patient = parent.patient
    where child.parent_table <> '' and parent.is_rejected and child.patient <> ''
    group by child.identity
),

of_siblings as (
    select
        f.identity,
        min_by(sibling.identity, (sibling."table", sibling.identity)) as cause,
    from found as f
    inner join found as sibling on f.rule = sibling.rule and f.parent_table = sibling.parent_table and f.patient = sibling.patient
    where f.parent_table <> '' and f.patient <> '' and f.entity = sibling.entity and sibling."table" < f."table"
    group by f.identity
),

of_cells as (
    select
        f.identity,
        min_by(cause.identity, (length(cause.cells), not cause.is_rejected, cause.rule, cause.identity)) as cause,
    from found as f
    inner join found as cause on f.staged_row_key = cause.staged_row_key and f.staged_table = cause.staged_table
    where
        list_has_any(f.cells, cause.cells)
        and (length(cause.cells), not cause.is_rejected, cause.rule, cause.identity)
        < (length(f.cells), not f.is_rejected, f.rule, f.identity)
    group by f.identity
),

of_patients as (
    select
        f.identity,
        min_by(f.identity, (f."table", f.entity, f.identity)) over same_fact as cause,
        count(*) over same_fact as contradicted_count,
    from found as f
    where f.held_against <> '' and f.patient <> ''
    window same_fact as (partition by f.patient, f.held_against)
    qualify contradicted_count > 2 and f.identity <> cause
)

select
    f.identity,
    coalesce(p.cause, s.cause, d.cause, c.cause) as cause,
from found as f
left join of_parents as p on f.identity = p.identity
left join of_siblings as s on f.identity = s.identity
left join of_patients as d on f.identity = d.identity
left join of_cells as c on f.identity = c.identity
where coalesce(p.cause, s.cause, d.cause, c.cause) is not null
