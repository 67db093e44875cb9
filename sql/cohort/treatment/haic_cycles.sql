-- One row per patient and HAIC cycle: its regimen, its days, its fluorouracil and cisplatin in mg and mg per m2, the
-- interval since the cycle before.
-- Where the site numbers no cycles, a new one begins after more than 7 days without an infusion (a session takes 3 to
-- 5 days, cycles come every 4 to 6 weeks). The recorded body surface goes before the computed one: doses were ordered
-- by it. There is no interval where the cycle before is not among the accepted rows, or where a row's day number
-- contradicts the others of either cycle. A cycle is whole if no infusion
-- within three days of it is quarantined and no row's day number contradicts the others.
-- Citation: registry protocol (5-FU 500 mg/m2 on days 1-3, cisplatin 60 mg/m2 on day 2, every 4-6 weeks).
-- scope: patient
with
administrations as (
    select * from accepted.drug_administrations
),

body_sizes as (
    select * from cohort.body_sizes
),

quarantined_rows as (
    select * from reference.quarantined_rows
    where table_name = 'drug_administrations'
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

administrations_with_day as (
    select
        *,
        administration_date - min(administration_date) over (partition by patient_id, cycle) + 1 as cycle_day,
        dense_rank() over (partition by patient_id, cycle order by administration_date) as treatment_day,
    from administrations_with_cycle
),

cycles as (
    select
        patient_id,
        case
            when bool_and(drug in ('FLUOROURACIL', 'CISPLATIN')) then 'FP'
            when bool_or(drug = 'OXALIPLATIN') and bool_and(drug in ('FLUOROURACIL', 'OXALIPLATIN', 'LEUCOVORIN'))
                then 'FOLFOX'
            else 'OTHER'
        end as regimen,
        array_to_string(
            list_sort(list(distinct cycle_day) filter (where drug = 'FLUOROURACIL')), ', '
        ) as fluorouracil_on_days,
        array_to_string(list_sort(list(distinct cycle_day) filter (where drug = 'CISPLATIN')), ', ') as cisplatin_on_days,
        min(cycle_day) filter (where drug = 'FLUOROURACIL') as first_fluorouracil_day,
        max(cycle_day) filter (where drug = 'FLUOROURACIL') as last_fluorouracil_day,
        min(treatment_day) filter (where drug = 'CISPLATIN') as cisplatin_treatment_day,
        count(distinct administration_date - (day_no - 1)::integer) > 1 as has_day_contradiction,
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
    from administrations_with_day
    group by patient_id, cycle
),

cycles_with_neighbours as (
    select
        *,
        lag(cycle_no) over by_date as cycle_no_before,
        lag(cycle_start_date) over by_date as start_date_before,
        lag(has_day_contradiction) over by_date as has_day_contradiction_before,
    from cycles
    window by_date as (partition by patient_id order by cycle_start_date, cycle_no)
)

select
    patient_id || ':' || cycle_no as row_key,
    patient_id,
    source_row_key,
    regimen,
    drugs,
    coalesce(fluorouracil_on_days, '') as fluorouracil_on_days,
    coalesce(cisplatin_on_days, '') as cisplatin_on_days,
    cycle_no,
    cycle_end_date - cycle_start_date + 1 as session_days,
    case
        when cycle_no = cycle_no_before + 1 and not has_day_contradiction and not has_day_contradiction_before
            then cycle_start_date - start_date_before
    end as interval_days,
    fluorouracil_days,
    cisplatin_days,
    first_fluorouracil_day,
    last_fluorouracil_day - first_fluorouracil_day + 1 as fluorouracil_span_days,
    cisplatin_treatment_day,
    fluorouracil_mg,
    cisplatin_mg,
    recorded_bsa_m2,
    computed_bsa_m2,
    coalesce(recorded_bsa_m2, computed_bsa_m2) as bsa_m2,
    fluorouracil_mg / coalesce(recorded_bsa_m2, computed_bsa_m2) as fluorouracil_mg_per_m2,
    cisplatin_mg / coalesce(recorded_bsa_m2, computed_bsa_m2) as cisplatin_mg_per_m2,
    has_reduction_reason,
    not has_day_contradiction
    and not exists (
        select 1 from quarantined_rows
        where
            quarantined_rows.patient_id = cycles_with_neighbours.patient_id
            and coalesce(
                quarantined_rows.event_date between cycles_with_neighbours.cycle_start_date - 3
                and cycles_with_neighbours.cycle_end_date + 3,
                true
            )
    ) as is_whole,
    cycle_start_date,
    cycle_end_date,
from cycles_with_neighbours
