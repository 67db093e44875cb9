-- One row per patient whose response or vital status in the analysis might be another if no row were quarantined, with the reason.
-- Two kinds. In the cohort: a read or a lesion is quarantined, or a read with a response has no day, so the best response may be
-- another. Waiting outside it:
-- whatever criterion of eligibility is not met may be met after all once a row in quarantine is corrected; one without an
-- index date is judged by what is known without it. Some wait of whom no row is accepted: the patient's own record is
-- quarantined or missing, and so is a treatment that may be the index treatment.
-- Citation: ICH E9(R1), sensitivity analyses; best case and worst case bounds.
-- scope: patient
with
eligibility as (
    select * from cohort.eligibility
),

criteria as (
    select * from cohort.eligibility_criteria
),

flags as (
    select * from cohort.eligibility_flags
),

possible_index_treatments as (
    select * from cohort.possible_index_treatments
),

patients_with_quarantined_exam as (
    select distinct patient_id
    from reference.quarantined_rows
    where table_name in ('imaging_reads', 'lesions')
),

patients_with_undated_read as (
    select distinct patient_id
    from cohort.undated_reads
    where is_index_course
),

waiting as (
    select criteria.patient_id
    from criteria
    inner join flags using (patient_id)
    group by criteria.patient_id
    having
        not bool_and(criteria.is_passed)
        and bool_and(
            criteria.is_passed or criteria.may_change
            or (flags.has_quarantined_index_treatment and not criteria.is_known)
        )
),

affected as (
    select
        eligibility.patient_id,
        'an exam or a lesion is quarantined' as reason,
        true as is_in_cohort,
    from eligibility
    inner join patients_with_quarantined_exam using (patient_id)
    where eligibility.is_eligible
    union all
    select
        eligibility.patient_id,
        'a read with a response has no day' as reason,
        true as is_in_cohort,
    from eligibility
    inner join patients_with_undated_read using (patient_id)
    anti join patients_with_quarantined_exam using (patient_id)
    where eligibility.is_eligible
    union all
    select
        waiting.patient_id,
        eligibility.exclusion_reason as reason,
        false as is_in_cohort,
    from waiting
    inner join eligibility using (patient_id)
    union all
    select
        patient_id,
        'the patient''s record is quarantined or missing, and so is a treatment that may be the index treatment' as reason,
        false as is_in_cohort,
    from possible_index_treatments
    where patient_id not in (select eligibility.patient_id from eligibility)
)

select
    patient_id as row_key,
    patient_id,
    reason,
    is_in_cohort,
from affected
