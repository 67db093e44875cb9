-- One row per subject and day of clinical classifications in RS: ECOG, Child-Pugh and BCLC side by side.
-- Two values of one classification on one day stand beside each other, which is unreadable, and so asked about.
-- Citation: SDTMIG 3.4, RS (disease response and clinical classification).
-- scope: patient
with
classifications as (
    select * from source.rs
    where "RSCAT" in ('ECOG', 'CHILD-PUGH CLASSIFICATION', 'BCLC')
)

select
    first_origin(list(origin)) as origin,
    patient_id,
    "RSDTC" as assessment_date,
    string_agg(distinct "RSORRES", ' or ' order by "RSORRES") filter (where "RSTESTCD" = 'ECOG101') as ecog,
    string_agg(distinct "RSORRES", ' or ' order by "RSORRES") filter (where "RSTESTCD" = 'CPSCLASS') as child_pugh_class,
    string_agg(distinct "RSORRES", ' or ' order by "RSORRES") filter (where "RSTESTCD" = 'CPSSCORE') as child_pugh_score,
    string_agg(distinct "RSORRES", ' or ' order by "RSORRES") filter (where "RSTESTCD" = 'BCLCSTAG') as bclc,
from classifications
group by patient_id, "RSDTC"
