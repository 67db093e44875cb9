-- Milan criteria: one tumour of at most 5 cm, or at most three of at most 3 cm each, without invasion of a large vessel and without
-- spread; NULL where what is missing could decide.
-- Citation: Mazzaferro et al., N Engl J Med 1996;334:693, as tabulated in PMC6558441 table 1.
create or replace macro is_within_milan(
    largest_tumour_cm, tumour_count, tumour_number, has_portal_vein_invasion, has_metastasis
) as
    not has_portal_vein_invasion
    and not has_metastasis
    and case
        when coalesce(tumour_count = 1, tumour_number = 'single') then largest_tumour_cm <= 5
        else tumour_count <= 3 and largest_tumour_cm <= 3
    end;
