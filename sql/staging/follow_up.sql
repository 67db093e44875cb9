-- One row per patient and contact as sent.
-- scope: patient
select
    row_key,
    patient_id,
    patient_id_status,
    source,
    source_file,
    sheet,
    source_row,
    has_identifier,
    date_status(last_contact_date, date_order) as last_contact_date_status,
    read_code('follow_up.vital_status', source, vital_status) as vital_status,
    status_of(read_code('follow_up.vital_status', source, vital_status), vital_status) as vital_status_status,
    date_status(death_date, date_order) as death_date_status,
    trim(death_cause) as death_cause,
    coalesce(
        read_code('follow_up.death_cause_group', source, death_cause_group),
        read_code('follow_up.death_cause_group', source, death_cause)
    ) as death_cause_group,
    status_of(
        read_code('follow_up.death_cause_group', source, death_cause_group), death_cause_group
    ) as death_cause_group_status,
    date_status(progression_date, date_order) as progression_date_status,
    date_status(progression_free_date, date_order) as progression_free_date_status,
    read_date(last_contact_date, date_order) as last_contact_date,
    read_month(last_contact_date, date_order) as last_contact_month,
    read_date(death_date, date_order) as death_date,
    read_month(death_date, date_order) as death_month,
    read_date(progression_date, date_order) as progression_date,
    read_date(progression_free_date, date_order) as progression_free_date,
from raw.follow_up
