-- The diameter of a lesion that is seen: as measured, or that of one too small to measure.
-- Citation: RECIST 1.1, 4.3.2; EORTC RECIST working group, questions and clarifications.
create or replace macro seen_diameter(measured_mm, below_mm, too_small_mm) as
    coalesce(measured_mm, case when below_mm <= too_small_mm then too_small_mm end);

-- The diameter of a lesion that a criterion sums, in mm: of its viable part or of the whole lesion. A lesion without
-- arterial enhancement has 0 mm viable tumour even where no diameter is written; the total is as measured, never the
-- viable one in its place.
-- Citation: KLCA-NCC 2022 guideline Table 11 (PMC9747269): viable is what enhances in the arterial phase.
create or replace macro summed_diameter(diameter, viable_mm, total_mm, has_arterial_enhancement) as
    case diameter
        when 'viable' then coalesce(viable_mm, case when not has_arterial_enhancement then 0 end)
        when 'total' then total_mm
    end;

-- Whether a lesion still counts as tumour by a criterion: viable tumour enhances; the whole lesion is there if it has a
-- diameter, and if any of it enhances. NULL: not assessed.
create or replace macro is_tumour_left(diameter, viable_mm, total_mm, has_arterial_enhancement) as
    case diameter
        when 'viable' then coalesce(has_arterial_enhancement, viable_mm > 0)
        when 'total'
            then coalesce(total_mm > 0, case when has_arterial_enhancement or viable_mm > 0 then true end)
    end;
