-- One row per accepted visit with a recorded Child-Pugh score or class: the score of the five items beside the recorded
-- one.
-- Bilirubin, albumin and INR are the measured results nearest to the visit, before it rather than after it;
-- lab_distance_days is how far away the farthest of the three lies: a rule decides how near is near enough. Limits
-- (such as '<0.2') are no measured results. NULL where an item is missing: a score of four items is no score.
-- Citation: Child-Pugh tables (PMC3017746); the lower albumin cut is a setting.
-- scope: patient
with
visits as (
    select * from accepted.assessments
    where (child_pugh_score is not null or child_pugh_class is not null) and assessment_date is not null
),

nearest_results as (
    select
        visits.row_key,
        items.patients_column as item,
        labs.value_std,
        abs(labs.collected_date - visits.assessment_date) as distance_days,
    from visits
    inner join accepted.labs as labs using (patient_id)
    inner join reference.lab_tests as items on labs.test = items.test
    where
        items.patients_column in ('total_bilirubin_mg_dl', 'albumin_g_dl', 'inr')
        and labs.value_std is not null and not labs.is_censored and labs.is_superseded is not true
    qualify
        row_number() over (
            partition by visits.row_key, labs.test
            order by
                abs(labs.collected_date - visits.assessment_date),
                labs.collected_date > visits.assessment_date,
                labs.collected_at,
                labs.row_key
        ) = 1
),

panels as (
    select
        row_key,
        max(value_std) filter (where item = 'total_bilirubin_mg_dl') as total_bilirubin_mg_dl,
        max(value_std) filter (where item = 'albumin_g_dl') as albumin_g_dl,
        max(value_std) filter (where item = 'inr') as inr,
        max(distance_days) as lab_distance_days,
    from nearest_results
    group by row_key
)

select
    visits.row_key || ':score' as row_key,
    visits.patient_id,
    visits.row_key as source_row_key,
    visits.ascites,
    visits.encephalopathy,
    visits.child_pugh_class as recorded_class,
    visits.child_pugh_score as recorded_score,
    child_pugh_score(
        round(panels.total_bilirubin_mg_dl, 9), round(panels.albumin_g_dl, 9), panels.inr,
        visits.ascites, visits.encephalopathy, getvariable('albumin_cut_g_dl')
    )::bigint as derived_score,
    panels.lab_distance_days,
    panels.total_bilirubin_mg_dl,
    panels.albumin_g_dl,
    panels.inr,
    visits.assessment_date,
from visits
left join panels using (row_key)
