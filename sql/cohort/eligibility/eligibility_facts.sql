-- One row per accepted patient and fact about which a criterion of the study asks, as far as it is known: as text, and the
-- sign before a number of which only a limit is known.
-- A fact is a column of the flags or of the baseline, or the baseline result of a laboratory test, by its code. A result that
-- has a column of the baseline, too, is taken from where its sign stands.
-- Citation: the settings of the study.
-- scope: patient
with
criteria as (
    select * from reference.study_eligibility_criteria
    where is_in_force
),

asked as (
    select unnest([fact, reason_fact, waits_when]) as fact
    from criteria
),

flags as (
    select
        patient_id,
        columns(* exclude (row_key, patient_id))::varchar,
    from cohort.eligibility_flags
),

baseline as (
    select
        patient_id,
        columns(* exclude (row_key, patient_id, sex, index_date))::varchar,
    from cohort.baseline_characteristics
),

facts_of_flags as (
    unpivot flags
    on columns(* exclude (patient_id))
    into name fact value said
),

facts_of_baseline as (
    unpivot baseline
    on columns(* exclude (patient_id))
    into name fact value said
),

lab_tests as (
    select * from reference.lab_tests
),

facts as (
    select
        *,
        null::varchar as value_operator,
    from facts_of_flags
    union all
    select
        *,
        null::varchar as value_operator,
    from facts_of_baseline
    where fact not in (select lab_tests.patients_column from lab_tests where lab_tests.patients_column is not null)
    union all
    select
        results.patient_id,
        unnest([results.test, lab_tests.patients_column]) as fact,
        results.value_std::varchar as said,
        results.value_operator,
    from cohort.baseline_labs as results
    left join lab_tests using (test)
)

select
    patient_id || ':' || fact as row_key,
    patient_id,
    fact,
    said,
    value_operator,
from facts
where fact in (select asked.fact from asked)
