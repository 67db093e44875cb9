-- One row per patient who is sent or was accepted in the last release: whether alive and when last seen, now and then.
-- A patient without any accepted contact now has no last known state, and is not dead.
-- Where one is not sent any more, patients_alike are those with the same sex, year of birth (a release has no day) and day of diagnosis
-- who are: the number may have changed, or two may have been merged.
-- Citation: registry protocol, extracts are cumulative: what is known of survival is not lost from one release to the next.
-- scope: registry
with
patients_sent as (
    select distinct p.patient_id from staging.patients as p
    where p.patient_id is not null
),

patients_of_the_last_release as (
    select distinct l.patient_id from last_accepted.patients as l
    where l.patient_id not in (select w.patient_id from reference.withdrawn_patients as w)
),

patients_alike as (
    select
        l.patient_id,
        string_agg(distinct s.patient_id, ', ' order by s.patient_id) as patients_alike,
    from last_accepted.patients as l
    inner join staging.patients as s
        on
            l.sex = s.sex
            and left(l.birth_date::varchar, 4) = left(s.birth_date::varchar, 4)
            and is_one_day(l.hcc_dx_from, l.hcc_dx_until, s.hcc_dx_from, s.hcc_dx_until)
    where l.patient_id not in (select p.patient_id from patients_sent as p)
    group by l.patient_id
),

quarantined_contacts as (
    select distinct q.patient_id from reference.quarantined_rows as q
    where q.table_name = 'follow_up'
)

select
    patient_id as row_key,
    patient_id,
    patients_alike.patients_alike,
    patients_sent.patient_id is not null as is_sent,
    patients_of_the_last_release.patient_id is not null as was_accepted,
    quarantined_contacts.patient_id is not null as has_quarantined_contact,
    then_known.is_dead as was_dead,
    coalesce(now_known.is_dead, false) as is_dead,
    then_known.last_contact_date as earlier_last_contact_date,
    now_known.last_contact_date,
from patients_sent
full join patients_of_the_last_release using (patient_id)
left join patients_alike using (patient_id)
left join quarantined_contacts using (patient_id)
left join last_cohort.last_known_states as then_known using (patient_id)
left join cohort.last_known_states as now_known using (patient_id)
order by row_key
