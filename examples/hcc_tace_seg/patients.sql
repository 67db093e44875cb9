-- One row per patient of the wide sheet.
-- There is no date of birth: age is completed years at diagnosis. Every patient has HCC, as the collection says.
-- scope: patient
select
    origin,
    patient_id,
    case "Sex" when '1' then 'M' when '2' then 'F' else "Sex" end as sex,
    'C22.0' as dx_code,
    or_as_sent(hcc_diagnosis_date("Interval_BL"), "Interval_BL") as hcc_dx_date,
    "age" as age_at_diagnosis_years,
from source.data_table
