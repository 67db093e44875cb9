-- One row per patient who had another anticancer therapy after the index day: the first of them.
-- Further sessions of the index treatment are not new; ate-beva, other systemic drugs, TACE (after HAIC), surgery,
-- ablation, transplant and radiotherapy are.
-- Citation: admiralonco vignette, new anticancer therapy date (NACTDT).
-- scope: patient
with
index_dates as (
    select * from cohort.index_dates
),

administrations as (
    select * from accepted.drug_administrations
),

procedures as (
    select * from accepted.procedures
),

therapies_after_index as (
    select
        administrations.patient_id,
        administrations.drug as therapy,
        'drug_administrations' as source_table,
        administrations.row_key as source_row_key,
        administrations.administration_date as therapy_date,
    from administrations
    inner join index_dates using (patient_id)
    where
        administrations.regimen in ('SYSTEMIC', 'ATE_BEVA')
        and administrations.drug <> 'LEUCOVORIN'
        and administrations.administration_date > index_dates.index_date
    union all
    select
        procedures.patient_id,
        procedures.procedure as therapy,
        'procedures' as source_table,
        procedures.row_key as source_row_key,
        procedures.procedure_date as therapy_date,
    from procedures
    inner join index_dates using (patient_id)
    where
        procedures.procedure not in ('PORT', index_dates.index_treatment)
        and procedures.procedure_date > index_dates.index_date
)

select
    patient_id as row_key,
    patient_id,
    therapy,
    source_table,
    source_row_key,
    therapy_date as new_therapy_date,
from therapies_after_index
qualify row_number() over (partition by patient_id order by therapy_date, source_row_key) = 1
