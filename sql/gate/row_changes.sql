-- One row per row that came, went or changed since the last release, or that it accepted and is quarantined now; none without one.
-- Rows are compared by their keys, which are made of what stands in them: how often a row is sent, in which order and in a file of
-- which name counts for nothing. Of the rows of one patient in one table, one that went and one that came are one that changed; those
-- that are accepted pair off first. Rows of patients who have withdrawn are not compared.
-- each_table stands for the name of a staged table: the selects of all of them are put together.
-- scope: registry
with
sent_then as (
    select
        l.row_key,
        l.patient_id,
        l.source_file,
    from last_raw.each_table as l
    where
        not is_copy(l.row_key)
        and not exists (select 1 from reference.withdrawn_patients as w where w.patient_id = l.patient_id)
),

sent_now as (
    select
        s.row_key,
        s.patient_id,
        s.source_file,
        s.row_key in (select q.row_key from quarantine.each_table as q) as is_quarantined,
    from staging.each_table as s
    where not is_copy(s.row_key) and exists (select 1 from reference.last_releases)
),

went as (
    select
        *,
        coalesce(patient_id, '') as whose,
        row_number() over (partition by patient_id order by row_key) as place,
    from sent_then
    where row_key not in (select s.row_key from staging.each_table as s)
),

came as (
    select
        *,
        coalesce(patient_id, '') as whose,
        row_number() over (partition by patient_id order by is_quarantined, row_key) as place,
    from sent_now
    where row_key not in (select l.row_key from last_raw.each_table as l)
),

changes as (
    select
        coalesce(came.row_key, went.row_key) as row_key,
        coalesce(came.patient_id, went.patient_id) as patient_id,
        case when went.row_key is null then 'came' when came.row_key is null then 'went' else 'changed' end as change,
        came.source_file,
        went.source_file as last_source_file,
        coalesce(came.is_quarantined, false) as is_quarantined,
    from went
    full join came using (whose, place)
    union all by name
    select
        row_key,
        patient_id,
        'quarantined' as change,
        source_file,
        is_quarantined,
    from sent_now
    where is_quarantined and row_key in (select l.row_key from last_accepted.each_table as l)
)

select
    row_key,
    patient_id,
    'each_table' as "table",
    change,
    source_file,
    last_source_file,
    is_quarantined,
from changes
