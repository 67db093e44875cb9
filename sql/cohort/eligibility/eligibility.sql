-- One row per accepted patient: each criterion in order, whether the patient is eligible, and the first reason why
-- not.
-- A criterion is never NULL: what is not known is not met. has_fp_regimen holds of itself where the study names no regimen.
-- A drug administration that was quarantined may be the true first day of the index treatment or the drug that decides the
-- arm, and a procedure the true first day of one (has_whole_history), a contact that was quarantined may be the death, and a
-- drug given after the death shows that one of the two is wrong (has_follow_up): the patient waits until the row is
-- corrected, for a cohort without the row would be wrong and not only smaller.
-- CP-001, CP-002, CP-003, PA-001, PT-004, TX-013, TX-016 and the systemic part of TX-014 exclude here: the patient
-- stays in the registry and out of the cohort.
-- Citation: registry protocol, eligibility; TX-016: a regimen that is not the study's is another treatment.
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

study as (
    select
        (
            select string_agg(beginnings.beginning, ' or ' order by beginnings.order_no)
            from reference.study_index_treatments as beginnings
        ) as beginning,
        string_agg(distinct index_treatments.label, ' or ') as treatment,
        string_agg(regimens.label, ' or ' order by regimens.order_no) as regimens,
    from reference.study_regimens as regimens
    inner join reference.study_index_treatments as index_treatments using (treatment)
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

incomplete_histories as (
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

incomplete_follow_up as (
    select patient_id from quarantined_rows
    where table_name = 'follow_up'
    union
    select quarantined_rows.patient_id
    from quarantined_rows
    inner join last_known_states using (patient_id)
    where
        quarantined_rows.table_name = 'drug_administrations'
        and quarantined_rows.event_date > last_known_states.death_date
),

criteria as (
    select
        patients.patient_id,
        patients.sex,
        arms.arm,
        arms.reason as arm_reason,
        index_dates.index_date,
        coalesce(
            completed_years(patients.birth_date, index_dates.index_date),
            floor(patients.age_at_diagnosis_years)::bigint
            + greatest(coalesce(completed_years(patients.hcc_dx_date, index_dates.index_date), 0), 0)
        ) as age_years,
        index_dates.index_date is not null as has_index_treatment,
        coalesce(patients.dx_code = 'C220', false) as has_hcc,
        other_regimens.patient_id is null as has_fp_regimen,
        coalesce(
            index_dates.index_date between getvariable('study_window_start') and getvariable('study_window_end'), false
        ) as is_in_study_window,
        incomplete_histories.patient_id is null as has_whole_history,
        coalesce(arms.has_arm, false) as has_arm,
        last_known_states.patient_id is not null
        and (not last_known_states.is_dead or last_known_states.death_date is not null)
        and incomplete_follow_up.patient_id is null as has_follow_up,
    from patients
    left join index_dates using (patient_id)
    left join other_regimens using (patient_id)
    left join incomplete_histories using (patient_id)
    left join arms using (patient_id)
    left join last_known_states using (patient_id)
    left join incomplete_follow_up using (patient_id)
),

criteria_with_age as (
    select
        *,
        coalesce(age_years between getvariable('least_age_years') and getvariable('most_age_years'), false) as is_adult,
        sex is not null and age_years is not null as has_sex_and_age,
    from criteria
)

select
    patient_id as row_key,
    patient_id,
    sex,
    arm,
    case
        when not has_index_treatment then 'no ' || coalesce(study.beginning, 'index treatment')
        when not has_hcc then 'diagnosis is not hepatocellular carcinoma'
        when not has_fp_regimen then study.treatment || ' with another regimen than ' || study.regimens
        when not is_in_study_window then 'index date outside the study window'
        when not has_sex_and_age then 'sex or age unknown'
        when not is_adult
            then
                format(
                    'age outside {:g} to {:g} years at the index date',
                    getvariable('least_age_years')::double,
                    getvariable('most_age_years')::double
                )
        when not has_whole_history then 'a treatment given up to the index date, or on an unreadable day, is quarantined'
        when not has_arm then arm_reason
        when not has_follow_up then 'no follow-up, a death without a date, a drug after the death, or a contact that is quarantined'
    end as exclusion_reason,
    age_years,
    has_index_treatment,
    has_hcc,
    has_fp_regimen,
    is_in_study_window,
    has_sex_and_age,
    is_adult,
    has_whole_history,
    has_arm,
    has_follow_up,
    has_index_treatment and has_hcc and has_fp_regimen and is_in_study_window and has_sex_and_age and is_adult
    and has_whole_history and has_arm and has_follow_up as is_eligible,
    index_date,
from criteria_with_age
cross join study
