-- One row per patient of the wide sheet: AFP, the only laboratory value of the source, dated to the baseline scan.
-- scope: patient
select
    origin,
    patient_id,
    'AFP' as test,
    "AFP" as value,
    'ng/mL' as unit,
    baseline_scan_date()::varchar as collected_at,
from source.data_table
