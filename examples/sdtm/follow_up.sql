-- One row per end of participation in DS, and per death in DM: the last day known, and whether the subject was alive.
-- A term of DS that is none of these is passed on, and so asked about. Two days of one death make a finding of the registry.
-- Citation: SDTMIG 3.4, DS (DSCAT DISPOSITION EVENT) and DM (DTHDTC, DTHFL).
-- scope: patient
select
    origin,
    patient_id,
    "DSSTDTC" as last_contact_date,
    case
        when "DSDECOD" = 'DEATH' then 'DEAD'
        when "DSDECOD" in ('COMPLETED', 'LOST TO FOLLOW-UP', 'WITHDRAWAL BY SUBJECT', 'STUDY TERMINATED BY SPONSOR') then 'ALIVE'
        else "DSDECOD"
    end as vital_status,
    case when "DSDECOD" = 'DEATH' then "DSSTDTC" end as death_date,
from source.ds
where coalesce("DSCAT", '') <> 'PROTOCOL MILESTONE'
union all
select
    origin,
    patient_id,
    "DTHDTC" as last_contact_date,
    'DEAD' as vital_status,
    "DTHDTC" as death_date,
from source.dm
where "DTHFL" = 'Y' or "DTHDTC" is not null
