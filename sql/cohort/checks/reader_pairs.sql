-- One row per exam and pair of readers (patient, course, exam, two readers): what each of them says and measures.
-- Readers are those whose role is reader, the first by number; the adjudicator, who may know both reads, is no second
-- reader. Responses are those with which they enter adjudication; baseline exams have none. Sums count where they are
-- complete. target_overlap compares the organs of both readers' baseline targets (the same in both, divided by those
-- in either): lesions are named by each reader, so their names cannot be compared. is_identical says that every
-- diameter above 0 (without lesions: both sums) is the same.
-- Citation: Choi et al., Acad Radiol 2018;25(11), Table 4 and text (the same targets go with the same response).
-- scope: patient
with
imaging_reads as (
    select imaging_reads.*
    from accepted.imaging_reads
    inner join reference.readers using (reader_id)
    where readers.role = 'reader' and imaging_reads.exam_date is not null
),

votes as (
    select * from cohort.reader_votes
    where basis = 'used' and is_recorded_criterion
),

target_sums as (
    select * from cohort.target_sums
    where is_recorded_criterion
),

measurements as (
    select
        patient_id,
        exam_id,
        reader_id,
        count(*) as diameter_count,
        string_agg(concat_ws(' ', organ, viable_mm, total_mm), ', ' order by organ, viable_mm, total_mm) as written,
    from accepted.lesions
    where viable_mm > 0
    group by patient_id, exam_id, reader_id
),

reads as (
    select
        imaging_reads.row_key,
        imaging_reads.patient_id,
        imaging_reads.course,
        imaging_reads.exam_id,
        imaging_reads.reader_id,
        imaging_reads.timepoint,
        imaging_reads.exam_date,
        votes.response,
        case when target_sums.missing_target_count = 0 then target_sums.sum_mm end as sum_mm,
        coalesce(measurements.diameter_count, (imaging_reads.sum_viable_mm > 0)::bigint, 0) as diameter_count,
        coalesce(
            measurements.written,
            case
                when imaging_reads.sum_viable_mm > 0
                    then concat_ws(' ', imaging_reads.sum_viable_mm, imaging_reads.sum_total_mm)
            end
        ) as written,
    from imaging_reads
    left join votes
        on
            imaging_reads.patient_id = votes.patient_id
            and imaging_reads.course = votes.course
            and imaging_reads.exam_id = votes.exam_id
            and imaging_reads.reader_id = votes.reader_id
    left join target_sums
        on
            imaging_reads.patient_id = target_sums.patient_id
            and imaging_reads.course = target_sums.course
            and imaging_reads.exam_id = target_sums.exam_id
            and imaging_reads.reader_id = target_sums.reader_id
    left join measurements
        on
            imaging_reads.patient_id = measurements.patient_id
            and imaging_reads.exam_id = measurements.exam_id
            and imaging_reads.reader_id = measurements.reader_id
),

pairs as (
    select
        reads.patient_id,
        reads.course,
        reads.exam_id,
        reads.reader_id as first_reader_id,
        seconds.reader_id as second_reader_id,
        reads.timepoint,
        reads.exam_date,
        reads.response as first_response,
        seconds.response as second_response,
        reads.sum_mm as first_sum_mm,
        seconds.sum_mm as second_sum_mm,
        seconds.row_key as source_row_key,
        least(reads.diameter_count, seconds.diameter_count) as diameter_count,
        reads.written = seconds.written as is_identical,
    from reads
    inner join reads as seconds
        on
            reads.patient_id = seconds.patient_id
            and reads.course = seconds.course
            and reads.exam_id = seconds.exam_id
            and reads.reader_id < seconds.reader_id
),

organ_counts as (
    select
        patient_id,
        course,
        reader_id,
        organ,
        count(*) as target_count,
    from cohort.baseline_targets
    group by patient_id, course, reader_id, organ
),

readers_with_targets as (
    select distinct
        patient_id,
        course,
        reader_id,
    from organ_counts
),

organs as (
    select distinct
        patient_id,
        course,
        organ,
    from organ_counts
),

organs_of_pairs as (
    select
        firsts.patient_id,
        firsts.course,
        firsts.reader_id as first_reader_id,
        seconds.reader_id as second_reader_id,
        organs.organ,
        coalesce(first_counts.target_count, 0) as first_count,
        coalesce(second_counts.target_count, 0) as second_count,
    from readers_with_targets as firsts
    inner join readers_with_targets as seconds
        on
            firsts.patient_id = seconds.patient_id
            and firsts.course = seconds.course
            and firsts.reader_id < seconds.reader_id
    inner join organs
        on firsts.patient_id = organs.patient_id and firsts.course = organs.course
    left join organ_counts as first_counts
        on
            firsts.patient_id = first_counts.patient_id
            and firsts.course = first_counts.course
            and firsts.reader_id = first_counts.reader_id
            and organs.organ = first_counts.organ
    left join organ_counts as second_counts
        on
            seconds.patient_id = second_counts.patient_id
            and seconds.course = second_counts.course
            and seconds.reader_id = second_counts.reader_id
            and organs.organ = second_counts.organ
),

target_overlaps as (
    select
        patient_id,
        course,
        first_reader_id,
        second_reader_id,
        sum(least(first_count, second_count)) / sum(greatest(first_count, second_count)) as target_overlap,
    from organs_of_pairs
    group by patient_id, course, first_reader_id, second_reader_id
)

select
    pairs.patient_id || ':' || pairs.course || ':' || pairs.exam_id || ':' || pairs.first_reader_id || ':'
    || pairs.second_reader_id as row_key,
    pairs.patient_id,
    pairs.course,
    pairs.exam_id,
    pairs.first_reader_id,
    pairs.second_reader_id,
    pairs.first_response,
    pairs.second_response,
    pairs.source_row_key,
    pairs.timepoint,
    pairs.diameter_count,
    pairs.first_sum_mm,
    pairs.second_sum_mm,
    round(pairs.second_sum_mm - pairs.first_sum_mm, 6) as difference_mm,
    round(
        100 * abs(pairs.second_sum_mm - pairs.first_sum_mm)
        / nullif((pairs.first_sum_mm + pairs.second_sum_mm) / 2, 0), 9
    ) as difference_pct,
    target_overlaps.target_overlap,
    coalesce(pairs.is_identical, false) as is_identical,
    pairs.exam_date,
from pairs
left join target_overlaps using (patient_id, course, first_reader_id, second_reader_id)
