-- One row per patient and HAIC cycle: its days, its fluorouracil and cisplatin in mg and mg per m2, the interval
-- since the cycle before.
-- Where the site numbers no cycles, a new one begins after more than 7 days without an infusion (a session takes 3 to
-- 5 days, cycles come every 4 to 6 weeks). The recorded body surface goes before the computed one: doses were ordered
-- by it.
-- Citation: registry protocol (5-FU 500 mg/m2 on days 1-3, cisplatin 60 mg/m2 on day 2, every 4-6 weeks).
-- scope: patient
with
administrations as (
    select * from accepted.drug_administrations
),

body_sizes as (
    select * from cohort.body_sizes
),

haic_administrations as (
    select
        administrations.*,
        body_sizes.computed_bsa_m2,
        coalesce(
            administrations.administration_date - lag(administrations.administration_date) over (
                partition by administrations.patient_id
                order by administrations.administration_date, administrations.row_key
            ) > 7,
            true
        )::bigint as starts_session,
    from administrations
    left join body_sizes using (patient_id, administration_date)
    where administrations.regimen = 'HAIC'
),

administrations_with_cycle as (
    select
        *,
        coalesce(
            cycle_no,
            sum(starts_session) over (
                partition by patient_id order by administration_date, row_key
                rows between unbounded preceding and current row
            )
        )::bigint as cycle,
    from haic_administrations
),

cycles as (
    select
        patient_id,
        arg_min(row_key, {administration_date: administration_date, row_key: row_key}) as source_row_key,
        string_agg(distinct drug, ';' order by drug) as drugs,
        cycle as cycle_no,
        count(distinct administration_date) filter (where drug = 'FLUOROURACIL') as fluorouracil_days,
        count(distinct administration_date) filter (where drug = 'CISPLATIN') as cisplatin_days,
        round(sum(dose_mg) filter (where drug = 'FLUOROURACIL'), 6) as fluorouracil_mg,
        round(sum(dose_mg) filter (where drug = 'CISPLATIN'), 6) as cisplatin_mg,
        max(bsa_m2) as recorded_bsa_m2,
        arg_min(computed_bsa_m2, administration_date) as computed_bsa_m2,
        bool_or(reduction_reason is not null) as has_reduction_reason,
        min(administration_date) as cycle_start_date,
        max(administration_date) as cycle_end_date,
    from administrations_with_cycle
    group by patient_id, cycle
)

select
    patient_id || ':' || cycle_no as row_key,
    patient_id,
    source_row_key,
    drugs,
    cycle_no,
    cycle_end_date - cycle_start_date + 1 as session_days,
    cycle_start_date - lag(cycle_start_date) over (
        partition by patient_id order by cycle_start_date, cycle_no
    ) as interval_days,
    fluorouracil_days,
    cisplatin_days,
    fluorouracil_mg,
    cisplatin_mg,
    recorded_bsa_m2,
    computed_bsa_m2,
    coalesce(recorded_bsa_m2, computed_bsa_m2) as bsa_m2,
    fluorouracil_mg / coalesce(recorded_bsa_m2, computed_bsa_m2) as fluorouracil_mg_per_m2,
    cisplatin_mg / coalesce(recorded_bsa_m2, computed_bsa_m2) as cisplatin_mg_per_m2,
    has_reduction_reason,
    cycle_start_date,
    cycle_end_date,
from cycles
