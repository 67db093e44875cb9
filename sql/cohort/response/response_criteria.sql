-- One row per response criterion of the study, the primary one first: its limits, and whether any sum was measured by it.
-- A recorded response of a reader without a complete baseline sum stands as it is, and is counted: no arithmetic verifies it.
-- A hospital that sends no total diameters has no sum by a criterion that asks for them: by it no response is evaluable.
-- Citation: of each criterion in sql/reference/response_criteria.csv.
-- scope: registry
with
study_criteria as (
    select * from reference.study_criteria
),

measured_criteria as (
    select
        criterion,
        count(*) as measured_read_count,
    from cohort.target_sums
    where sum_mm is not null
    group by criterion
),

recorded_reads as (
    select
        criterion,
        count(*) as recorded_read_count,
        count(*) filter (
            where
            baseline_mm is null
            and derived_target_response is distinct from 'NA'
            and derived_overall_response is distinct from 'PD'
        ) as unverifiable_read_count,
    from cohort.read_responses
    where coalesce(recorded_overall_response, recorded_target_response) not in ('NE', 'ND', 'NED', 'NA')
    group by criterion
)

select
    study_criteria.criterion as row_key,
    study_criteria.criterion,
    study_criteria.label,
    study_criteria.diameter,
    study_criteria.limits_in_words,
    study_criteria.order_no,
    coalesce(measured_criteria.measured_read_count, 0) as measured_read_count,
    coalesce(recorded_reads.recorded_read_count, 0) as recorded_read_count,
    coalesce(recorded_reads.unverifiable_read_count, 0) as unverifiable_read_count,
    study_criteria.is_primary_criterion,
    study_criteria.is_recorded_criterion,
    measured_criteria.measured_read_count is not null or study_criteria.is_recorded_criterion as is_evaluable,
from study_criteria
left join measured_criteria using (criterion)
left join recorded_reads using (criterion)
