-- One row per finding that concerns a row, a patient or a file: whose it is and what it is about, with the values that offend.
-- A finding behind staging is about the staged row that its key begins with, or about what its own key says behind the patient;
-- lines that could not be read are those of their file, and rows whose parent is not there are about the parent.
-- scope: registry
with
keyed as (
    select
        f.*,
        coalesce(split_part(f.row_key, ':', 1), '') as first_key,
        coalesce(f.row_key[length(split_part(f.row_key, ':', 1)) + 2:], '') as further_key,
    from quarantine.findings as f
    where f.row_key is not null or f.layer = 'raw'
),

-- what is led back to no row of its own is a question to those who send most of the patient
senders as (
    select
        e.patient,
        mode(e.source order by e.source) as source,
    from queries.entities as e
    group by e.patient
),

about as (
    select
        k.*,
        coalesce(k.patient, '') as whose,
        coalesce(e.source, s.source) as source,
        e."table" as staged_table,
        e.row_key as staged_row_key,
        case
            when k.layer = 'raw' then coalesce(k.source_file, '')
            when r.parent_table not in ('', 'any quarantined row') then coalesce(k.raw, '')
            when e.row_key is not null then concat_ws(' ', e.entity, nullif(k.further_key, ''))
            when k.first_key = k.patient then k.further_key
            else k.row_key
        end as entity,
    from keyed as k
    left join queries.entities as e on k.first_key = e.row_key and (k.layer <> 'staging' or k."table" = e."table")
    left join senders as s on k.patient = s.patient
    left join queries.rules as r on k.rule = r.rule and k.layer = r.layer and k."table" = r."table" and k.columns = r.columns
)

select
    a.rule,
    a.level,
    a.layer,
    a."table",
    a.columns,
    a.whose as patient,
    a.entity,
    md5(concat_ws(chr(31), a.rule, a.layer, a."table", a.columns, a.whose, a.entity)) as identity,
    a.row_key,
    a.source,
    a.staged_table,
    a.staged_row_key,
    a.raw,
    a.arithmetic,
    a.source_file,
    a.sheet,
    a.source_row,
    a.message,
    a.action,
    a.name,
from about as a
