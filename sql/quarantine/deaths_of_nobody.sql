-- One row per source whose follow-up has rows that tell of a death: how many there are, and how many are of nobody who is sent.
-- Of whom the list speaks nobody knows, so that some patient who has died may stand as alive.
-- scope: registry
select
    f.source as row_key,
    count(distinct f.row_key) as death_count,
    count(distinct f.row_key) filter (where p.patient_id is null) as death_of_nobody_count,
from staging.follow_up as f
left join staging.patients as p using (patient_id)
where
    not is_copy(f.row_key)
    and (f.vital_status = 'DEAD' or f.death_date_status in ('ok', 'partial', 'unreadable'))
group by f.source
