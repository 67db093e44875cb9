-- One row per cohort patient of whom the baseline visit and a baseline read both tell of tumours: their number and the size of
-- the largest as the visit has them, and what the readers measured.
-- A reader's largest tumour of the liver is the largest target there, node and thrombus left out, for what is no target is not
-- measured as carefully; a reader of whom sums alone are sent measured at least one that is the sum divided by the number of
-- its targets, which is that of the visit, or the most that there may be. Where tumour is known outside the liver, or may be,
-- a sum tells nothing of the liver. The reader who measured the largest speaks, and the one with most targets. Sizes are in mm
-- on both sides.
-- Citation: RECIST 1.1 as tabulated in PMC3980664 (at most five targets); registry protocol, Table 1.
-- scope: patient
with
visits as (
    select
        baseline_characteristics.*,
        coalesce(tumour_count, case tumour_number when 'single' then 1 end) as known_count,
    from cohort.baseline_characteristics
    inner join cohort.eligibility using (patient_id)
    where eligibility.is_eligible
),

baseline_exams as (
    select * from cohort.baseline_exams
    where is_in_window
),

liver_lesions as (
    select
        measured_lesions.patient_id,
        measured_lesions.reader_id,
        count(*) as target_count,
        max(measured_lesions.size_mm) as largest_mm,
    from baseline_exams
    inner join cohort.measured_lesions using (patient_id, exam_id)
    where
        measured_lesions.is_recorded_criterion
        and measured_lesions.role = 'TARGET'
        and measured_lesions.organ = 'LIVER'
        and not measured_lesions.is_node
        and coalesce(measured_lesions.lesion_kind, 'MASS') not in ('THROMBUS', 'EFFUSION')
    group by measured_lesions.patient_id, measured_lesions.reader_id
),

sums as (
    select
        target_sums.patient_id,
        target_sums.reader_id,
        target_sums.sum_mm / greatest(
            least(coalesce(visits.known_count, getvariable('most_targets')), getvariable('most_targets')), 1
        ) as largest_mm,
    from baseline_exams
    inner join cohort.target_sums using (patient_id, exam_id)
    inner join visits using (patient_id)
    where
        target_sums.is_recorded_criterion
        and target_sums.is_baseline
        and target_sums.target_count = 0
        and not visits.has_metastasis
),

reads as (
    select
        patient_id,
        reader_id,
        target_count,
        largest_mm,
        false as is_of_sum,
    from liver_lesions
    union all
    select
        patient_id,
        reader_id,
        0 as target_count,
        largest_mm,
        true as is_of_sum,
    from sums
),

burdens as (
    select
        patient_id,
        arg_max(reader_id, {largest_mm: largest_mm, reader_id: reader_id}) filter (where largest_mm is not null) as largest_reader_id,
        arg_max(is_of_sum, {largest_mm: largest_mm, reader_id: reader_id}) filter (where largest_mm is not null) as is_of_sum,
        max(largest_mm) as largest_measured_mm,
        max(target_count) as target_count,
    from reads
    group by patient_id
)

select
    burdens.patient_id as row_key,
    burdens.patient_id,
    visits.assessment_row_key as source_row_key,
    burdens.largest_reader_id,
    visits.known_count as tumour_count,
    burdens.target_count::bigint as target_count,
    round(10 * visits.largest_tumour_cm, 6) as largest_tumour_mm,
    round(burdens.largest_measured_mm, 6) as largest_measured_mm,
    burdens.is_of_sum,
    visits.assessment_date,
from burdens
inner join visits using (patient_id)
where visits.assessment_row_key is not null
