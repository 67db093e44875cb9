-- One row per patient, laboratory test and treatment cycle with a result after the index day: the worst CTCAE grade and the
-- result that has it.
-- Where no result of the cycle could be graded the grade is NULL, which is not 0. Without cycles (cycle_no NULL)
-- all results of the patient stand together.
-- Citation: NCI CTCAE; safety tables count each patient once, by the worst grade.
-- scope: patient
with
lab_grades as (
    select * from cohort.lab_grades
)

select
    patient_id || ':' || test || ':' || coalesce(cycle_no, 0) as row_key,
    patient_id,
    test,
    arg_max(row_key, {grade: coalesce(grade, -1), collected_date: collected_date, row_key: row_key}) as source_row_key,
    cycle_no,
    max(grade) as worst_grade,
    count(*) as result_count,
    count(*) filter (where grade is null) as ungraded_count,
    arg_max(value_std, {grade: coalesce(grade, -1), collected_date: collected_date, row_key: row_key}) as worst_value,
    arg_max(collected_date, {grade: coalesce(grade, -1), collected_date: collected_date, row_key: row_key}) as worst_date,
from lab_grades
group by patient_id, test, cycle_no
