-- One row per cohort patient, parameter and possible event, censoring or end: what time_to_event chooses from.
-- An endpoint is data: OS ends with death, PFS with progression or death, TTP with progression. list_no is the place
-- in the endpoint's own list, which decides between equal dates. Kind `end` closes observation: nothing after it
-- counts (new therapy; a visit missed twice). A censoring may have a code and a description of its own, which go before
-- those of the end; the registry gives none. PFS is censored at last contact (the paper's way) or at the last
-- evaluable assessment, TTP always at the latter; a patient never assessed is censored at the start of treatment.
-- Citation: admiral event_source, censor_source and end dates of derive_param_tte; FDA endpoints guidance, appendix
-- 3, table A.
-- scope: patient
with
cohort_patients as (
    select
        eligibility.patient_id,
        index_dates.index_date,
        index_dates.source_table as index_table,
        index_dates.source_row_key as index_row_key,
    from cohort.eligibility
    inner join cohort.index_dates using (patient_id)
    where eligibility.is_eligible
),

last_known_states as (
    select * from cohort.last_known_states
),

progressions as (
    select * from cohort.progressions
),

last_assessments as (
    select * from cohort.last_assessments
),

observation_ends as (
    select * from cohort.observation_ends
),

candidates as (
    select
        patient_id,
        unnest(['PFS', 'TTP']) as parameter,
        'event' as kind,
        1 as list_no,
        'Progression' as description,
        source_table,
        source_row_key,
        progression_date as candidate_date,
    from progressions
    union all
    select
        patient_id,
        unnest(['OS', 'PFS']) as parameter,
        'event' as kind,
        2 as list_no,
        'Death' as description,
        'follow_up' as source_table,
        death_row_key as source_row_key,
        death_date as candidate_date,
    from last_known_states
    where is_dead
    union all
    select
        patient_id,
        unnest(['PFS', 'TTP']) as parameter,
        'censoring' as kind,
        1 as list_no,
        'Treatment start' as description,
        index_table as source_table,
        index_row_key as source_row_key,
        index_date as candidate_date,
    from cohort_patients
    union all
    select
        patient_id,
        unnest(['PFS', 'TTP']) as parameter,
        'censoring' as kind,
        2 as list_no,
        'Last tumour assessment' as description,
        source_table,
        source_row_key,
        assessment_date as candidate_date,
    from last_assessments
    union all
    select
        patient_id,
        unnest(['OS', 'PFS']) as parameter,
        'censoring' as kind,
        3 as list_no,
        'Last contact alive' as description,
        source_table,
        source_row_key,
        last_known_alive_date as candidate_date,
    from last_known_states
    union all
    select
        patient_id,
        parameter,
        'end' as kind,
        list_no,
        description,
        source_table,
        source_row_key,
        end_date as candidate_date,
    from observation_ends
)

select
    candidates.patient_id || ':' || candidates.parameter || ':' || candidates.kind || ':' || candidates.list_no
    || ':' || candidates.candidate_date as row_key,
    candidates.patient_id,
    candidates.parameter,
    candidates.kind,
    candidates.description,
    candidates.source_table,
    candidates.source_row_key,
    null::varchar as own_event_description,
    candidates.list_no::bigint as list_no,
    null::bigint as own_censoring_code,
    cohort_patients.index_date,
    candidates.candidate_date,
from candidates
inner join cohort_patients using (patient_id)
where
    candidates.candidate_date is not null
    and not (
        candidates.parameter = 'PFS'
        and candidates.description = 'Last contact alive'
        and getvariable('pfs_censor') = 'last_assessment'
    )
