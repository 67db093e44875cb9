-- One row per patient and HAIC cycle: which of its infusion days have a laboratory result, and how long after the first
-- progression it began.
-- A patient without any laboratory result cannot be judged: NULL. A progression ends HAIC only where HAIC is the index
-- treatment.
-- Citation: registry protocol (laboratory tests daily during a session; HAIC until progression).
-- scope: patient
with
haic_cycles as (
    select * from cohort.haic_cycles
),

progressions as (
    select * from cohort.progressions
    where patient_id in (
            select index_dates.patient_id
            from cohort.index_dates as index_dates
            inner join reference.treatments as treatments on index_dates.index_treatment = treatments.treatment
            where treatments.into_hepatic_artery
        )
),

administrations as (
    select * from accepted.drug_administrations
    where regimen = 'HAIC'
),

labs as (
    select * from accepted.labs
),

lab_days as (
    select distinct
        patient_id,
        collected_date,
    from labs
    where collected_date is not null
),

infusion_days as (
    select distinct
        haic_cycles.row_key,
        haic_cycles.patient_id,
        administrations.administration_date,
    from haic_cycles
    inner join administrations
        on
            haic_cycles.patient_id = administrations.patient_id
            and administrations.administration_date
            between haic_cycles.cycle_start_date and haic_cycles.cycle_end_date
),

cycles as (
    select
        infusion_days.row_key,
        count(*) as infusion_day_count,
        count(*) filter (where lab_days.patient_id is null) as day_without_labs_count,
    from infusion_days
    left join lab_days
        on
            infusion_days.patient_id = lab_days.patient_id
            and infusion_days.administration_date = lab_days.collected_date
    group by infusion_days.row_key
)

select
    haic_cycles.row_key,
    haic_cycles.patient_id,
    haic_cycles.source_row_key,
    haic_cycles.cycle_no,
    cycles.infusion_day_count,
    case
        when haic_cycles.patient_id in (select lab_days.patient_id from lab_days) then cycles.day_without_labs_count
    end as day_without_labs_count,
    haic_cycles.cycle_start_date - progressions.progression_date as days_since_progression,
    haic_cycles.cycle_start_date,
    progressions.progression_date,
from haic_cycles
left join cycles using (row_key)
left join progressions using (patient_id)
