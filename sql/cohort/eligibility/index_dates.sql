-- One row per patient who had the index treatment: the day on which it began.
-- HAIC begins with the first fluorouracil or cisplatin into the hepatic artery (cycle 1 day 1); TACE with the first
-- procedure. All times are counted from this day. On a day with both drugs the evidence is the row whose key comes
-- first.
-- Citation: registry protocol (start of OS and PFS: HAIC C1D1).
-- scope: patient
with
administrations as (
    select * from accepted.drug_administrations
),

procedures as (
    select * from accepted.procedures
),

index_treatments as (
    select
        patient_id,
        'HAIC' as index_treatment,
        'drug_administrations' as source_table,
        row_key as source_row_key,
        administration_date as treatment_date,
    from administrations
    where regimen = 'HAIC' and drug in ('FLUOROURACIL', 'CISPLATIN') and getvariable('index_treatment') = 'HAIC'
    union all
    select
        patient_id,
        'TACE' as index_treatment,
        'procedures' as source_table,
        row_key as source_row_key,
        procedure_date as treatment_date,
    from procedures
    where procedure = 'TACE' and getvariable('index_treatment') = 'TACE'
)

select
    patient_id as row_key,
    patient_id,
    index_treatment,
    source_table,
    source_row_key,
    treatment_date as index_date,
from index_treatments
where treatment_date is not null
qualify row_number() over (partition by patient_id order by treatment_date, source_row_key) = 1
