-- One row per rule and offending row, led back to patient, file, row and raw text, for a person to act on.
-- A finding behind staging is led back to the staged row that it names, or else to the patient's row in the patients extract.
-- scope: registry
with
located as (
    select
        f.*,
        coalesce(s.patient_id, g.patient_id) as patient,
        coalesce(s.source_file, p.source_file) as source_file,
        coalesce(s.sheet, p.sheet) as sheet,
        coalesce(s.source_row, p.source_row) as source_row,
        t.raw,
    from gate.findings as f
    left join gate.staged_rows as s on f.row_key = s.row_key and (f.layer = 'cohort' or f."table" = s."table")
    left join gate.guarded_rows as g on f.layer = g.layer and f."table" = g."table" and f.row_key = g.row_key
    left join gate.patient_places as p on g.patient_id = p.patient_id
    left join gate.raw_texts as t on f.layer = t.layer and f."table" = t."table" and f.row_key = t.row_key and f.columns = t.columns
),

lines as (
    select
        b."table",
        b.rule,
        b.source_file,
        b.sheet,
        b.source_row,
        b.message,
    from raw.broken_rows as b
    union all by name
    select
        u."table",
        u.rule,
        u.source_file,
        u.sheet,
        u.message,
    from raw.unknown_headers as u
),

all_findings as (
    select
        l.rule,
        l.level,
        l.layer,
        l."table",
        l.patient,
        l.row_key,
        array_to_string(l.columns, ', ') as columns,
        l.raw,
        l.source_file,
        l.source_row,
        l.message,
        l.sheet,
        l.name,
        l.action,
        l.arithmetic,
    from located as l
    union all by name
    select
        lines.rule,
        r.level,
        'raw' as layer,
        lines."table",
        lines.source_file,
        lines.source_row,
        lines.message,
        lines.sheet,
        r.name,
        r.action,
    from lines
    inner join gate.loading_rules as r using (rule)
)

select distinct
    getvariable('run_id') as run_id,
    rule,
    level,
    layer,
    "table",
    patient,
    row_key,
    columns,
    raw,
    source_file,
    source_row,
    message,
    sheet,
    name,
    action,
    arithmetic,
from all_findings
order by layer, "table", rule, level, source_file, sheet, source_row, row_key, columns, message, arithmetic
