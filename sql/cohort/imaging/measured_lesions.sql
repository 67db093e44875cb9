-- One row per measured lesion (patient, exam, reader, lesion) and criterion: the diameter that the criterion sums, and what
-- is left of the lesion.
-- left_state: NONE, TUMOUR, or NODE for a lymph node that is no longer normal and not yet large enough to be a target, which
-- alone is no relapse; NULL: not assessed. A node is judged by its short axis: below the size of a normal one it is no
-- disease, however it enhances, and its diameter is summed all the same. Without a short axis the diameter that the
-- criterion sums is taken for it. A lesion that is seen and too small to measure has the diameter of the criterion for such
-- (RECIST 1.1, 4.3.2: 5 mm); what is measured keeps its value, 3 mm too; of one that does not enhance nothing is viable, however
-- small it is called. The day is that of the read, which its lesions may write otherwise (CR-008).
-- Citation: RECIST 1.1, 4.3.1 and EORTC RECIST working group, FAQ on lymph nodes (normal below 10 mm, back from 10 mm, 10 to
-- below 15 mm alone: judge at the next exam); PMC8252278 table 2 (mRECIST: 15 mm, porta hepatis 20 mm); KLCA-NCC 2022
-- guideline Table 11 (PMC9747269): viable is what enhances in the arterial phase.
-- scope: patient
with
read_days as (
    select
        patient_id,
        exam_id,
        reader_id,
        min(exam_date) as read_exam_date,
    from accepted.imaging_reads
    group by patient_id, exam_id, reader_id
),

lesions as (
    select
        lesions.* exclude (exam_date),
        coalesce(read_days.read_exam_date, lesions.exam_date) as exam_date,
        is_lymph_node(lesions.organ, lesions.lesion_kind) as is_node,
    from accepted.lesions as lesions
    left join read_days using (patient_id, exam_id, reader_id)
),

study_criteria as (
    select * from reference.study_criteria
),

sized_lesions as (
    select
        lesions.* replace (
            case
                when not is_node and not has_arterial_enhancement then viable_mm
                else seen_diameter(viable_mm, viable_below_mm, too_small_mm)
            end as viable_mm,
            seen_diameter(total_mm, total_below_mm, too_small_mm) as total_mm,
            seen_diameter(short_axis_mm, short_axis_below_mm, too_small_mm) as short_axis_mm
        ),
        study_criteria.*,
    from lesions
    cross join study_criteria
),

lesions_with_diameter as (
    select
        *,
        coalesce(
            case when is_node then short_axis_mm end,
            summed_diameter(diameter, viable_mm, total_mm, has_arterial_enhancement)
        ) as diameter_mm,
        least_target_diameter(organ, is_node, least_target_mm, least_node_mm, least_porta_node_mm) as least_mm,
    from sized_lesions
)

select
    row_key || key_ending as row_key,
    patient_id,
    exam_id,
    reader_id,
    lesion_id,
    criterion,
    role,
    organ,
    lesion_kind,
    case
        when is_node and diameter_mm is not null then node_left(diameter_mm, normal_node_mm, least_mm)
        when role = 'TARGET' then tumour_left(diameter_mm > 0)
        else tumour_left(is_tumour_left(diameter, viable_mm, total_mm, has_arterial_enhancement))
    end as left_state,
    cytology,
    split_from,
    merged_with,
    treated_before,
    row_key as source_row_key,
    diameter_mm,
    least_mm,
    greatest(viable_mm, total_mm, diameter_mm) as size_mm,
    is_node,
    is_recorded_criterion,
    has_arterial_enhancement,
    has_washout,
    exam_date,
from lesions_with_diameter
