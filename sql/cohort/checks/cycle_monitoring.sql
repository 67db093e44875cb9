-- One row per patient and cycle of an index treatment: which of its days have a laboratory result, and how long after the first
-- progression it began.
-- A patient without any laboratory result cannot be judged, nor a cycle whose plan has no tests on each day: NULL. A progression
-- ends the treatment from whose first day it is counted.
-- Citation: registry protocol (laboratory tests daily during a session; treatment until progression).
-- scope: patient
with
treatment_cycles as (
    select * from cohort.treatment_cycles
),

progressions as (
    select
        progressions.*,
        index_dates.index_treatment as treatment,
    from cohort.progressions as progressions
    inner join cohort.index_dates as index_dates using (patient_id)
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
        treatment_cycles.row_key,
        treatment_cycles.patient_id,
        treatment_doses.administration_date,
    from treatment_cycles
    inner join cohort.treatment_doses as treatment_doses using (patient_id, treatment, cycle_no)
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
    treatment_cycles.row_key,
    treatment_cycles.patient_id,
    treatment_cycles.source_row_key,
    treatment_cycles.cycle_no,
    cycles.infusion_day_count,
    case
        when
            treatment_cycles.has_daily_labs
            and treatment_cycles.patient_id in (select lab_days.patient_id from lab_days)
            then cycles.day_without_labs_count
    end as day_without_labs_count,
    treatment_cycles.cycle_start_date - progressions.progression_date as days_since_progression,
    treatment_cycles.cycle_start_date,
    progressions.progression_date,
from treatment_cycles
left join cycles using (row_key)
left join progressions using (patient_id, treatment)
