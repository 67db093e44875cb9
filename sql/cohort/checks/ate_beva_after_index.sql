-- One row per patient with atezolizumab or bevacizumab on or after the index day: the first such infusion.
-- Soon after the index day it marks a combination with the index treatment and no later line.
-- Citation: registry protocol (the arms are first line, and after failure of ate-beva).
-- scope: patient
with
index_dates as (
    select * from cohort.index_dates
),

administrations as (
    select * from accepted.drug_administrations
    where drug in ('ATEZOLIZUMAB', 'BEVACIZUMAB')
)

select
    administrations.patient_id as row_key,
    administrations.patient_id,
    administrations.drug,
    administrations.row_key as source_row_key,
    administrations.administration_date - index_dates.index_date as days_since_index,
    index_dates.index_date,
    administrations.administration_date as infusion_date,
from administrations
inner join index_dates using (patient_id)
where administrations.administration_date >= index_dates.index_date
qualify
    row_number() over (
        partition by administrations.patient_id order by administrations.administration_date, administrations.row_key
    ) = 1
