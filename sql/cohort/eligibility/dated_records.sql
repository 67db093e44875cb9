-- One row per patient and table with dated rows: the last day on which the table knows of the patient.
-- Citation: admiral, derivation of LSTALVDT (last known alive date) from every dated domain.
-- scope: patient
with
events as (
    select
        patient_id,
        'assessments' as source_table,
        row_key,
        assessment_date as record_date,
    from accepted.assessments
    union all
    select
        patient_id,
        'labs' as source_table,
        row_key,
        collected_date as record_date,
    from accepted.labs
    union all
    select
        patient_id,
        'drug_administrations' as source_table,
        row_key,
        administration_date as record_date,
    from accepted.drug_administrations
    union all
    select
        patient_id,
        'procedures' as source_table,
        row_key,
        procedure_date as record_date,
    from accepted.procedures
    union all
    select
        patient_id,
        'imaging_reads' as source_table,
        row_key,
        exam_date as record_date,
    from accepted.imaging_reads
    union all
    select
        patient_id,
        'adverse_events' as source_table,
        row_key,
        greatest(start_date, end_date) as record_date,
    from accepted.adverse_events
    union all
    select
        patient_id,
        'follow_up' as source_table,
        row_key,
        greatest(progression_date, progression_free_date) as record_date,
    from accepted.follow_up
)

select
    patient_id || ':' || source_table as row_key,
    patient_id,
    source_table,
    arg_max(row_key, {record_date: record_date, row_key: row_key}) as source_row_key,
    max(record_date) as last_record_date,
from events
where record_date is not null
group by patient_id, source_table
