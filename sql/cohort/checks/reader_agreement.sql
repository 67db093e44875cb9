-- One row per pair of readers: how often and how far they agree, over all exams of the registry.
-- Responses are compared on exams after baseline where both are CR, PR, SD or PD, in this order; NE, ND and
-- NON-CR/NON-PD are outside it. weighted_kappa has linear weights, 1 - |i - j| / 3: a step from PR to SD counts a third
-- of one from CR to PD. quadratic_kappa, with 1 - (i - j)^2 / 9, stands beside it, for published kappas do not always
-- say which they are. NULL where chance alone would give full agreement. The arithmetic is in whole numbers up to the
-- last division. Sums are compared where both are complete, baseline included.
-- Citation: Cohen, Psychol Bull 1968;70:213; Choi et al., Acad Radiol 2018;25(11), Table 4 (0.577-0.618 for overall
-- response).
-- scope: registry
with
reader_pairs as (
    select * from cohort.reader_pairs
),

graded_pairs as (
    select
        first_reader_id,
        second_reader_id,
        response_from_best(first_response) as first_grade,
        response_from_best(second_response) as second_grade,
    from reader_pairs
    where
        timepoint > 0
        and first_response in ('CR', 'PR', 'SD', 'PD')
        and second_response in ('CR', 'PR', 'SD', 'PD')
),

-- PD is fifth of all responses and fourth of these
cells as (
    select
        first_reader_id,
        second_reader_id,
        least(first_grade, 4) as first_grade,
        least(second_grade, 4) as second_grade,
        count(*) as cell_count,
    from graded_pairs
    group by all
),

observed as (
    select
        first_reader_id,
        second_reader_id,
        sum(cell_count)::hugeint as exam_count,
        coalesce(sum(cell_count) filter (where first_grade = second_grade), 0)::hugeint as equal_count,
        sum(cell_count * (3 - abs(first_grade - second_grade)))::hugeint as linear_weight,
        sum(cell_count * (9 - (first_grade - second_grade) ** 2)::bigint)::hugeint as quadratic_weight,
    from cells
    group by first_reader_id, second_reader_id
),

first_totals as (
    select
        first_reader_id,
        second_reader_id,
        first_grade,
        sum(cell_count) as total,
    from cells
    group by first_reader_id, second_reader_id, first_grade
),

second_totals as (
    select
        first_reader_id,
        second_reader_id,
        second_grade,
        sum(cell_count) as total,
    from cells
    group by first_reader_id, second_reader_id, second_grade
),

expected as (
    select
        first_reader_id,
        second_reader_id,
        sum(first_totals.total * second_totals.total * (3 - abs(first_grade - second_grade)))::hugeint as linear_weight,
        sum(
            first_totals.total * second_totals.total * (9 - (first_grade - second_grade) ** 2)::bigint
        )::hugeint as quadratic_weight,
    from first_totals
    inner join second_totals using (first_reader_id, second_reader_id)
    group by first_reader_id, second_reader_id
),

sums as (
    select
        first_reader_id,
        second_reader_id,
        count(distinct patient_id) as patient_count,
        count(difference_mm) as sum_count,
        count(*) filter (where difference_mm > 0) as first_lower_count,
        count(*) filter (where difference_mm < 0) as second_lower_count,
        count(distinct patient_id) filter (where difference_mm is not null) as sum_patient_count,
        (sum(difference_mm::decimal(18, 6)) / nullif(count(difference_mm), 0))::double as mean_difference_mm,
        max(abs(difference_mm)) as largest_difference_mm,
    from reader_pairs
    group by first_reader_id, second_reader_id
)

select
    sums.first_reader_id || ':' || sums.second_reader_id as row_key,
    sums.first_reader_id,
    sums.second_reader_id,
    sums.patient_count,
    coalesce(observed.exam_count, 0)::bigint as exam_count,
    coalesce(observed.equal_count, 0)::bigint as equal_count,
    sums.sum_count,
    sums.sum_patient_count,
    sums.first_lower_count,
    sums.second_lower_count,
    round(100.0 * observed.equal_count::double / observed.exam_count::double, 9) as crude_agreement_pct,
    round(
        (observed.exam_count * observed.linear_weight - expected.linear_weight)::double
        / nullif(3 * observed.exam_count * observed.exam_count - expected.linear_weight, 0)::double, 9
    ) as weighted_kappa,
    round(
        (observed.exam_count * observed.quadratic_weight - expected.quadratic_weight)::double
        / nullif(9 * observed.exam_count * observed.exam_count - expected.quadratic_weight, 0)::double, 9
    ) as quadratic_kappa,
    round(sums.mean_difference_mm, 6) as mean_difference_mm,
    sums.largest_difference_mm,
from sums
left join observed using (first_reader_id, second_reader_id)
left join expected using (first_reader_id, second_reader_id)
