-- One row per accepted patient: what decides on the cohort beside the baseline, and which of it a row in quarantine might change.
-- A drug administration that was quarantined may be the true first day of the index treatment or the drug that decides the
-- arm, and a procedure the true first day of one (has_quarantined_history); a contact that was quarantined may be the death,
-- and a drug given after the death shows that one of the two is wrong (has_quarantined_contact): the patient waits until the
-- row is corrected, for a cohort without the row would be wrong and not only smaller. A progression that was read and has no
-- day is one of these, unless it lies behind one that has. So does one whose every treatment that
-- may be the index treatment is quarantined, unless none of their days may be an index date of the study.
-- Of a patient without an index date there is no follow-up yet to be known.
-- Citation: registry protocol, eligibility; ICH E6(R3): data that decide must be there.
-- scope: patient
with
patients as (
    select * from accepted.patients
    qualify row_number() over (partition by patient_id order by row_key) = 1
),

index_dates as (
    select * from cohort.index_dates
),

other_regimens as (
    select distinct patient_id from cohort.other_regimens
),

arms as (
    select * from cohort.arms
),

last_known_states as (
    select * from cohort.last_known_states
),

quarantined_rows as (
    select * from reference.quarantined_rows
),

possible_index_treatments as (
    select * from cohort.possible_index_treatments
),

quarantined_histories as (
    select distinct quarantined_rows.patient_id
    from quarantined_rows
    inner join index_dates using (patient_id)
    where
        quarantined_rows.table_name = 'drug_administrations'
        and (quarantined_rows.event_date is null or quarantined_rows.event_date <= index_dates.index_date)
    union
    select quarantined_treatments.patient_id
    from reference.quarantined_treatments as quarantined_treatments
    inner join index_dates using (patient_id)
    where
        quarantined_treatments.may_be_index_treatment
        and (
            quarantined_treatments.treatment_date is null or quarantined_treatments.treatment_date <= index_dates.index_date
        )
),

quarantined_contacts as (
    select patient_id from quarantined_rows
    where table_name = 'follow_up'
    union
    select quarantined_rows.patient_id
    from quarantined_rows
    inner join last_known_states using (patient_id)
    where
        quarantined_rows.table_name = 'drug_administrations'
        and quarantined_rows.event_date > last_known_states.death_date
    union
    select quarantined_rows.patient_id
    from quarantined_rows
    inner join index_dates using (patient_id)
    left join cohort.progressions as progressions
        on quarantined_rows.patient_id = progressions.patient_id
    where
        quarantined_rows.is_progression
        and coalesce(quarantined_rows.course = index_dates.index_treatment, true)
        and coalesce(quarantined_rows.event_date > index_dates.index_date, true)
        and coalesce(quarantined_rows.event_date < progressions.progression_date, true)
        and getvariable('progression') = 'reads'
    union
    select undated_reads.patient_id
    from cohort.undated_reads as undated_reads
    left join cohort.progressions as progressions
        on undated_reads.patient_id = progressions.patient_id
    left join index_dates on undated_reads.patient_id = index_dates.patient_id
    where
        undated_reads.response = 'PD'
        and undated_reads.is_index_course
        and not coalesce(undated_reads.is_order_known and undated_reads.after_date >= progressions.progression_date, false)
        and not coalesce(undated_reads.is_order_known and undated_reads.before_date <= index_dates.index_date, false)
        and getvariable('progression') = 'reads'
)

select
    patients.patient_id as row_key,
    patients.patient_id,
    patients.sex,
    patients.dx_code,
    arms.arm,
    arms.reason as arm_reason,
    case
        when index_dates.index_date is null and possible_index_treatments.patient_id is not null
            then 'every treatment that may be the index treatment is quarantined'
    end as index_reason,
    arms.has_arm,
    other_regimens.patient_id is not null as has_other_regimen,
    case
        when index_dates.index_date is not null
            then
                last_known_states.patient_id is not null
                and (not last_known_states.is_dead or last_known_states.death_date is not null)
                and quarantined_contacts.patient_id is null
    end as has_follow_up,
    index_dates.index_date is null and possible_index_treatments.patient_id is not null as has_quarantined_index_treatment,
    quarantined_histories.patient_id is not null as has_quarantined_history,
    quarantined_contacts.patient_id is not null as has_quarantined_contact,
    index_dates.index_date,
from patients
left join index_dates using (patient_id)
left join other_regimens using (patient_id)
left join arms using (patient_id)
left join last_known_states using (patient_id)
left join possible_index_treatments using (patient_id)
left join quarantined_histories using (patient_id)
left join quarantined_contacts using (patient_id)
