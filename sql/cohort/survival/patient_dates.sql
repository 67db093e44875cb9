-- One row per patient with an index date, name of a date and row that gives it: what endpoints are made of.
-- Nothing after the data cut-off is here: what happened later is not wrong, and not of this study. Who was seen later, or died
-- later, was alive on that day, which is then the last contact.
-- The first systemic therapy is the first systemic anticancer drug up to the index day, else the index day. Progression
-- on the next therapy is the first PD, of whichever course, after another therapy began. A progression is untreatable
-- if the index treatment was not given again.
-- Citation: of each date in sql/reference/patient_dates.csv.
-- scope: patient
with
index_dates as (
    select * from cohort.index_dates
),

last_known_states as (
    select * from cohort.last_known_states
),

response_histories as (
    select * from cohort.response_histories
    where is_primary_criterion
),

new_therapies as (
    select
        *,
        first_treatment_date as new_therapy_date,
    from cohort.later_therapies
    where is_first
),

treatments as (
    select * from cohort.treatments
),

systemic_treatments as (
    select * from reference.treatments
    where source = 'drug' and not into_hepatic_artery
),

last_index_treatments as (
    select
        patient_id,
        max(treatment_date) as last_treatment_date,
    from treatments
    where treatment in (select study.treatment from reference.study_index_treatments as study)
    group by patient_id
),

dates as (
    select
        patient_id,
        'index' as patient_date,
        source_table,
        source_row_key,
        index_date as dated,
    from index_dates
    union all
    select
        patient_id,
        'death' as patient_date,
        'follow_up' as source_table,
        death_row_key as source_row_key,
        death_date as dated,
    from last_known_states
    where is_dead
    union all
    select
        patient_id,
        'last_contact' as patient_date,
        source_table,
        source_row_key,
        case
            when death_date > getvariable('data_cutoff') then getvariable('data_cutoff')
            else least(last_known_alive_date, getvariable('data_cutoff'))
        end as dated,
    from last_known_states
    union all
    select
        patient_id,
        'progression' as patient_date,
        source_table,
        source_row_key,
        progression_date as dated,
    from cohort.progressions
    union all
    select
        patient_id,
        'assessment' as patient_date,
        source_table,
        source_row_key,
        assessment_date as dated,
    from cohort.last_assessments
    union all
    select
        patient_id,
        'new_therapy' as patient_date,
        source_table,
        source_row_key,
        new_therapy_date as dated,
    from new_therapies
    union all
    select
        patient_id,
        'missed_visits' as patient_date,
        'imaging_reads' as source_table,
        visit_row_key as source_row_key,
        visit_date as dated,
    from cohort.last_visits
    where has_missed_visits
    union all
    select
        index_dates.patient_id,
        'first_systemic' as patient_date,
        treatments.source_table,
        treatments.source_row_key,
        treatments.treatment_date as dated,
    from index_dates
    inner join treatments using (patient_id)
    where
        treatments.treatment_date <= index_dates.index_date
        and (
            treatments.treatment = index_dates.index_treatment
            or treatments.treatment in (select systemic_treatments.treatment from systemic_treatments)
        )
    qualify
        row_number() over (
            partition by index_dates.patient_id order by treatments.treatment_date, treatments.source_row_key
        ) = 1
    union all
    select
        response_histories.patient_id,
        'second_progression' as patient_date,
        'imaging_reads' as source_table,
        response_histories.source_row_key,
        response_histories.exam_date as dated,
    from response_histories
    inner join new_therapies using (patient_id)
    where response_histories.response = 'PD' and response_histories.exam_date > new_therapies.new_therapy_date
    qualify
        row_number() over (
            partition by response_histories.patient_id order by response_histories.exam_date, response_histories.row_key
        ) = 1
    union all
    select
        response_histories.patient_id,
        'untreatable_progression' as patient_date,
        'imaging_reads' as source_table,
        response_histories.source_row_key,
        response_histories.exam_date as dated,
    from response_histories
    inner join last_index_treatments using (patient_id)
    where
        response_histories.response = 'PD'
        and response_histories.is_index_course
        and response_histories.is_after_index
        and response_histories.exam_date >= last_index_treatments.last_treatment_date
    qualify
        row_number() over (
            partition by response_histories.patient_id order by response_histories.exam_date, response_histories.row_key
        ) = 1
)

select
    dates.patient_id || ':' || dates.patient_date || ':' || dates.source_table || ':' || dates.dated as row_key,
    dates.patient_id,
    dates.patient_date,
    dates.source_table,
    dates.source_row_key,
    dates.dated,
from dates
inner join index_dates using (patient_id)
where dates.dated <= coalesce(getvariable('data_cutoff'), dates.dated)
