-- One row per patient of the last release's cohort and kind of what the patient has lost since: a baseline value, a read, a
-- progression or a death.
-- Of a patient who is not sent any more something else is asked, and one who has a row that went to quarantine since waits for it. A
-- read is still there if one of its reader, course, and exam or day is sent. A value that was found and is blank now is lost; one that
-- is another now is not.
-- Citation: registry protocol, extracts are cumulative: what is known is not lost from one release to the next.
-- scope: registry
with
patients_compared as (
    select
        l.patient_id,
        l.patient_id in (select c.patient_id from gate.row_changes as c where c.is_quarantined) as is_waiting,
    from last_cohort.patients as l
    inner join quarantine.patient_changes as p using (patient_id)
    where p.is_sent
),

values_then as (
    select
        patient_id,
        columns(
            lambda name: not ends_with(name, '_date')
            and not ends_with(name, 'row_key')
            and not starts_with(name, 'is_')
            and name not in ('patient_id', 'afp_operator')
        )::varchar,
    from last_cohort.baseline_characteristics
),

values_now as (
    select
        patient_id,
        columns(
            lambda name: not ends_with(name, '_date')
            and not ends_with(name, 'row_key')
            and not starts_with(name, 'is_')
            and name not in ('patient_id', 'afp_operator')
        )::varchar,
    from cohort.baseline_characteristics
),

filled_now as (
    select count(columns(* exclude (patient_id))) from values_now
),

items_now as (
    select item from (unpivot filled_now on columns(*) into name item value filled_count)
),

lost_values as (
    select
        patient_id,
        t.item,
    from (unpivot values_then on columns(* exclude (patient_id)) into name item value found) as t
    inner join patients_compared using (patient_id)
    where
        not patients_compared.is_waiting
        and t.item in (select i.item from items_now as i)
        and not exists (
            select 1 from (unpivot values_now on columns(* exclude (patient_id)) into name item value found) as n
            where n.patient_id = t.patient_id and n.item = t.item
        )
),

lost_reads as (
    select
        patient_id,
        concat_ws(' ', t.exam_date::varchar, t.reader_id) as item,
    from last_accepted.imaging_reads as t
    inner join patients_compared using (patient_id)
    where
        not exists (
            select 1 from staging.imaging_reads as s
            where
                s.patient_id = t.patient_id
                and s.reader_id is not distinct from t.reader_id
                and s.course is not distinct from t.course
                and (s.exam_id = t.exam_id or s.exam_date = t.exam_date)
        )
),

lost_progressions as (
    select
        patient_id,
        t.progression_date::varchar as item,
    from last_cohort.progressions as t
    inner join patients_compared using (patient_id)
    where not patients_compared.is_waiting and patient_id not in (select n.patient_id from cohort.progressions as n)
),

losses as (
    select
        patient_id,
        item,
        'a baseline value' as loss,
    from lost_values
    union all
    select
        patient_id,
        item,
        'a read' as loss,
    from lost_reads
    union all
    select
        patient_id,
        item,
        'a progression' as loss,
    from lost_progressions
    union all
    select
        patient_id,
        p.earlier_last_contact_date::varchar as item,
        'a death' as loss,
    from quarantine.patient_changes as p
    inner join patients_compared using (patient_id)
    where p.was_dead and not p.is_dead and not p.has_quarantined_contact
)

select
    patient_id || ' ' || loss as row_key,
    patient_id,
    loss,
    string_agg(distinct item, ', ' order by item) as what,
from losses
group by patient_id, loss
order by row_key
