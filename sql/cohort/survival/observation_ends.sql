-- One row per patient, parameter and reason for which observation of progression ends before the event that would
-- follow.
-- new_therapy = 'censor': the first other anticancer therapy. missed_visits = 'censor': an event of PFS more than two
-- planned intervals and two weeks after the last evaluable assessment (or the start) came after at least two missed
-- visits. Without these settings: no rows. The planned interval is visit_interval_days, by default the longest of the
-- protocol: three cycles of six weeks.
-- Citation: admiralonco vignette (NACTDT); FDA endpoints guidance, appendix 3, table A; registry protocol (imaging
-- after 2-3 cycles).
-- scope: patient
with
new_therapies as (
    select * from cohort.new_therapies
),

last_visits as (
    select * from cohort.last_visits
),

ends as (
    select
        patient_id,
        unnest(['PFS', 'TTP']) as parameter,
        1 as list_no,
        'New anticancer therapy' as description,
        source_table,
        source_row_key,
        new_therapy_date as end_date,
    from new_therapies
    where getvariable('new_therapy') = 'censor'
    union all
    select
        patient_id,
        'PFS' as parameter,
        2 as list_no,
        'Missed visits' as description,
        'imaging_reads' as source_table,
        visit_row_key as source_row_key,
        visit_date as end_date,
    from last_visits
    where getvariable('missed_visits') = 'censor' and has_missed_visits
)

select
    patient_id || ':' || parameter || ':' || list_no as row_key,
    patient_id,
    parameter,
    description,
    source_table,
    source_row_key,
    list_no::bigint as list_no,
    end_date,
from ends
