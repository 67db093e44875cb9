-- Up-to-seven: the diameter of the largest tumour in cm and the number of tumours add up to 7 or less; NULL where one of them
-- is not known. Microvascular invasion, which the criterion excludes too, is known after surgery only.
-- Citation: Mazzaferro et al., Lancet Oncol 2009;10:35; PMC6558441 table 1.
create or replace macro is_within_up_to_seven(largest_tumour_cm, tumour_count) as
    round(largest_tumour_cm + tumour_count, 9) <= 7;
