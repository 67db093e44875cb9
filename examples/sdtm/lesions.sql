-- One row per subject, visit, reader and tumour of TR: its viable and its longest diameter side by side, in mm.
-- A diameter in another unit keeps it, for the registry to convert. The protocol's targets lie in the liver; TU, which says where each
-- tumour is, is not sent.
-- Citation: SDTMIG 3.4, TR (tumor results).
-- scope: patient
with
diameters as (
    select
        *,
        "TRORRES" || coalesce(' ' || "TRORRESU", '') as diameter,
    from source.tr
)

select
    first_origin(list(origin)) as origin,
    patient_id,
    'VISIT ' || "VISITNUM" as exam_id,
    "TRDTC" as exam_date,
    "TREVALID" as reader_id,
    "TRLNKID" as lesion_id,
    "TRGRPID" as role,
    'LIVER' as organ,
    string_agg(distinct diameter, ' or ' order by diameter) filter (where "TRTESTCD" = 'LVIADIAM') as viable_mm,
    string_agg(distinct diameter, ' or ' order by diameter) filter (where "TRTESTCD" = 'LDIAM') as total_mm,
from diameters
group by patient_id, "VISITNUM", "TRDTC", "TREVALID", "TRLNKID", "TRGRPID"
