-- One row per cohort patient: survival, progression and response by the primary criterion side by side.
-- What happened after a data cut-off is not of the study: who died later is alive at it.
-- A best response of MISSING (no exam counts) is NE here, as in the paper, and stays in the denominators.
-- Citation: registry protocol, Table 2 and Figure 2.
-- scope: patient
with
eligibility as (
    select * from cohort.eligibility
    where is_eligible
),

times as (
    select
        patient_id,
        max("days") filter (where parameter = 'OS') as os_days,
        max("months") filter (where parameter = 'OS') as os_months,
        bool_or(is_event) filter (where parameter = 'OS') as os_event,
        max("days") filter (where parameter = 'PFS') as pfs_days,
        max("months") filter (where parameter = 'PFS') as pfs_months,
        bool_or(is_event) filter (where parameter = 'PFS') as pfs_event,
        max("days") filter (where parameter = 'TTP') as ttp_days,
        max("months") filter (where parameter = 'TTP') as ttp_months,
        bool_or(is_event) filter (where parameter = 'TTP') as ttp_event,
    from cohort.time_to_event
    group by patient_id
),

best_responses as (
    select * from cohort.best_responses
    where is_primary_criterion
),

progressions as (
    select * from cohort.progressions
    where progression_date <= coalesce(getvariable('data_cutoff'), progression_date)
),

last_known_states as (
    select
        * replace (
            case when death_date > getvariable('data_cutoff') then 'ALIVE' else vital_status end as vital_status,
            case
                when death_date <= coalesce(getvariable('data_cutoff'), death_date) then death_cause_group
            end as death_cause_group,
            is_death_date_imputed
            and coalesce(death_date <= getvariable('data_cutoff'), true) as is_death_date_imputed,
            case
                when death_date > getvariable('data_cutoff') then getvariable('data_cutoff')
                else least(last_known_alive_date, getvariable('data_cutoff'))
            end as last_known_alive_date,
            case when death_date <= coalesce(getvariable('data_cutoff'), death_date) then death_date end as death_date
        ),
    from cohort.last_known_states
),

baseline_exams as (
    select * from cohort.baseline_exams
)

select
    eligibility.patient_id as row_key,
    eligibility.patient_id,
    last_known_states.vital_status,
    last_known_states.death_cause_group,
    case best_responses.best_response when 'MISSING' then 'NE' else best_responses.best_response end as best_response,
    case best_responses.confirmed_best_response
        when 'MISSING' then 'NE' else best_responses.confirmed_best_response
    end as confirmed_best_response,
    best_responses.exam_count as assessed_exam_count,
    times.os_days,
    times.pfs_days,
    times.ttp_days,
    times.os_months,
    times.pfs_months,
    times.ttp_months,
    times.os_event,
    times.pfs_event,
    times.ttp_event,
    last_known_states.is_death_date_imputed,
    progressions.patient_id is not null as has_progressed,
    best_responses.has_response,
    best_responses.has_confirmed_response,
    best_responses.has_disease_control,
    coalesce(baseline_exams.has_baseline_exam, false) as has_baseline_exam,
    coalesce(baseline_exams.is_in_window, false) as is_baseline_exam_in_window,
    baseline_exams.exam_date as baseline_exam_date,
    progressions.progression_date,
    best_responses.best_response_date,
    best_responses.confirmed_response_date,
    last_known_states.last_known_alive_date,
    last_known_states.death_date,
from eligibility
left join times using (patient_id)
left join best_responses using (patient_id)
left join progressions using (patient_id)
left join last_known_states using (patient_id)
left join baseline_exams using (patient_id)
