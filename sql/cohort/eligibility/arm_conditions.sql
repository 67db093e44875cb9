-- One row per patient with an index date, arm and condition of its entry: whether it holds, and the row that is the evidence.
-- none_before and any_before speak of treatments before the index day, last_before of the last treatment of its kind,
-- progression_on of an adjudicated progression under a treatment, level of a variable at baseline. A treatment is named
-- by itself, or by the wider one that it lies within. The evidence against none_before is the row that breaks it.
-- Citation: the settings of the study.
-- scope: patient
with
index_dates as (
    select * from cohort.index_dates
),

conditions as (
    select * from reference.study_arm_conditions
),

rows_before as (
    select
        treatment_rows.*,
        treatment_rows.treatment_date = max(treatment_rows.treatment_date) over (
            partition by treatment_rows.patient_id, treatment_rows.within
        ) as is_of_last_day,
    from cohort.treatment_rows as treatment_rows
    inner join index_dates using (patient_id)
    where treatment_rows.treatment_date < index_dates.index_date
),

evidence_of_treatments as (
    select
        rows_before.patient_id,
        conditions.arm,
        conditions.condition_no,
        arg_max(
            {
                table_name: rows_before.source_table,
                row_key: rows_before.source_row_key,
                date: rows_before.treatment_date
            },
            {
                treatment_date: rows_before.treatment_date,
                is_leading: rows_before.is_leading,
                row_key: rows_before.source_row_key
            }
        ) as evidence,
    from conditions
    inner join rows_before
        on
            list_contains(conditions.named, rows_before.treatment)
            or coalesce(list_contains(conditions.named, rows_before.within), false)
    where
        conditions.condition in ('none_before', 'any_before')
        or (conditions.condition = 'last_before' and rows_before.is_of_last_day)
    group by rows_before.patient_id, conditions.arm, conditions.condition_no
),

evidence_of_progressions as (
    select
        courses.patient_id,
        conditions.arm,
        conditions.condition_no,
        {table_name: 'imaging_reads', row_key: courses.evidence_row_key, date: courses.evidence_date} as evidence,
    from conditions
    inner join cohort.prior_courses as courses on list_contains(conditions.named, courses.treatment)
    where
        conditions.condition = 'progression_on'
        and courses.evidence_date is not null
        and coalesce(courses.evidence_age_days <= conditions.evidence_days, true)
),

evidence_of_levels as (
    select
        levels.patient_id,
        conditions.arm,
        conditions.condition_no,
        {table_name: levels.source_table, row_key: levels.source_row_key, date: levels.level_date} as evidence,
    from conditions
    inner join cohort.baseline_levels as levels
        on conditions.variable = levels.variable and list_contains(conditions.named, levels.level)
    where conditions.condition = 'level'
),

found as (
    select * from evidence_of_treatments
    union all
    select * from evidence_of_progressions
    union all
    select * from evidence_of_levels
)

select
    index_dates.patient_id || ':' || conditions.arm || ':' || conditions.condition_no as row_key,
    index_dates.patient_id,
    conditions.arm,
    conditions.condition,
    found.evidence.table_name as evidence_table,
    found.evidence.row_key as evidence_row_key,
    conditions.condition_no,
    (found.patient_id is not null) <> (conditions.condition = 'none_before') as is_met,
    found.evidence.date as evidence_date,
from index_dates
cross join conditions
left join found
    on
        index_dates.patient_id = found.patient_id
        and conditions.arm = found.arm
        and conditions.condition_no = found.condition_no
