-- One row per patient whose response or vital status in the analysis might be another if no row were quarantined.
-- Two kinds. In the cohort: a read or a lesion is quarantined, so the best response may be another. Waiting outside it:
-- every other criterion of eligibility that can be judged is met, but a treatment up to the index date, a contact, or a drug
-- after the death is quarantined; or all treatments that could set the index date are; or a day of the index treatment
-- within the study window is quarantined and the patient's own record is quarantined or missing.
-- Citation: ICH E9(R1), sensitivity analyses; best case and worst case bounds.
-- scope: patient
with
eligibility as (
    select * from cohort.eligibility
),

last_known_states as (
    select * from cohort.last_known_states
),

rows_by_patient as (
    select
        quarantined_rows.patient_id,
        bool_or(quarantined_rows.table_name in ('imaging_reads', 'lesions')) as has_quarantined_exam,
        bool_or(
            quarantined_rows.table_name = 'follow_up'
            or (
                quarantined_rows.table_name = 'drug_administrations'
                and coalesce(quarantined_rows.event_date > last_known_states.death_date, false)
            )
        ) as has_quarantined_contact,
    from reference.quarantined_rows as quarantined_rows
    left join last_known_states using (patient_id)
    group by quarantined_rows.patient_id
),

possible_index_treatments as (
    select distinct patient_id
    from reference.quarantined_treatments
    where
        patient_id is not null
        and may_be_index_treatment
        and coalesce(
            treatment_date between getvariable('study_window_start') and getvariable('study_window_end'), true
        )
),

judged as (
    select
        eligibility.patient_id,
        eligibility.is_eligible as is_in_cohort,
        coalesce(rows_by_patient.has_quarantined_exam, false) as has_quarantined_exam,
        eligibility.has_hcc and case
            when eligibility.has_index_treatment
                then
                    eligibility.has_fp_regimen and eligibility.is_in_study_window
                    and eligibility.has_sex_and_age and eligibility.is_adult
                    and (eligibility.has_arm or not eligibility.has_whole_history)
                    and (eligibility.has_follow_up or coalesce(rows_by_patient.has_quarantined_contact, false))
            else possible_index_treatments.patient_id is not null
        end as is_met_but_for_rows,
    from eligibility
    left join rows_by_patient using (patient_id)
    left join possible_index_treatments using (patient_id)
),

affected as (
    select
        patient_id,
        is_in_cohort,
    from judged
    where (is_in_cohort and has_quarantined_exam) or (not is_in_cohort and is_met_but_for_rows)
    union all
    select
        patient_id,
        false as is_in_cohort,
    from possible_index_treatments
    where patient_id not in (select eligibility.patient_id from eligibility)
)

select
    patient_id as row_key,
    patient_id,
    is_in_cohort,
from affected
