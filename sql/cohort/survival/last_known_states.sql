-- One row per patient with follow-up: the last day known alive, and the death.
-- A contact is the last of the patient's; a death on any contact is a death. A record later than the recorded last
-- contact shows the patient alive on its day: the later date is used and PT-006 asks about it. Records after a death,
-- which PT-005 quarantines in most tables, never make a patient live longer.
-- Where only the month of a death is known, month_of_death says the day: the first of the month, the 15th or the last,
-- but never before the patient was last known alive, nor after the as-of date. A row that tells the day goes before.
-- Citation: registry protocol (OS: death of any cause, alive patients censored at last contact); admiral LSTALVDT,
-- and derive_vars_dt (date_imputation first, mid and last; min_dates, max_dates).
-- scope: patient
with
follow_up as (
    select * from accepted.follow_up
),

dated_records as (
    select * from cohort.dated_records
),

contacts as (
    select
        patient_id,
        arg_max(row_key, {last_contact_date: last_contact_date, row_key: row_key}) as contact_row_key,
        max(last_contact_date) as last_contact_date,
        bool_or(vital_status = 'DEAD') as is_dead,
        min(death_date) as known_death_date,
        min(death_month) as death_month,
        arg_min(death_cause_group, {death_date: death_date, death_month: death_month, row_key: row_key}) filter (
            where death_cause_group is not null
        ) as death_cause_group,
        arg_min(row_key, {death_date: death_date, death_month: death_month, row_key: row_key}) filter (
            where coalesce(death_date, death_month) is not null
        ) as death_row_key,
    from follow_up
    group by patient_id
),

contacts_with_records as (
    select
        contacts.*,
        dated_records.source_table as record_table,
        dated_records.source_row_key as record_row_key,
        dated_records.last_record_date,
    from contacts
    left join dated_records
        on
            contacts.patient_id = dated_records.patient_id
            and dated_records.last_record_date
            <= coalesce(contacts.known_death_date, last_day(contacts.death_month), dated_records.last_record_date)
    qualify
        row_number() over (
            partition by contacts.patient_id
            order by dated_records.last_record_date desc nulls last, dated_records.source_table
        ) = 1
),

dated as (
    select
        *,
        greatest(last_contact_date, last_record_date) as last_known_alive_date,
        known_death_date is null and death_month is not null as is_death_date_imputed,
        case getvariable('month_of_death')
            when 'first' then death_month
            when 'last' then last_day(death_month)
            else death_month + 14
        end as chosen_death_date,
    from contacts_with_records
)

select
    patient_id as row_key,
    patient_id,
    case when is_dead or known_death_date is not null then 'DEAD' else 'ALIVE' end as vital_status,
    death_cause_group,
    case when last_record_date > last_contact_date then record_table else 'follow_up' end as source_table,
    case when last_record_date > last_contact_date then record_row_key else contact_row_key end as source_row_key,
    contact_row_key,
    death_row_key,
    coalesce(is_dead, false) or known_death_date is not null as is_dead,
    is_death_date_imputed,
    coalesce(last_record_date > last_contact_date, false) as has_later_record,
    last_contact_date,
    last_record_date,
    last_known_alive_date,
    case
        when is_death_date_imputed
            then greatest(least(chosen_death_date, getvariable('as_of')), last_known_alive_date)
        else known_death_date
    end as death_date,
from dated
