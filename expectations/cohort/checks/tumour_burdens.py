"""Tumour burdens: number and size of the tumours at the visit stand beside what the readers measured."""

from schemas.rule import Rule

RULES = (
    # Only what is larger than the largest contradicts: readers may leave the largest out, for infiltrative tumour is no target.
    Rule(
        id="PA-024",
        name="largest_tumour_is_not_smaller_than_what_readers_measured",
        level="flag",
        category="plausibility, atemporal",
        columns=("largest_tumour_mm", "largest_measured_mm"),
        when_null="passes: the visit has no size, or the baseline no diameter in the liver",
        message=(
            "a reader measured a tumour of the liver at baseline that is more than {more_pct} % and {more_mm} mm larger than the largest "
            "tumour of the visit; of a sum, its targets cannot all be as small as that"
        ),
        action="Check the size at the visit and its unit (cm), and the diameters of the read (mm).",
        citation="Registry protocol, Table 1: the size of the largest tumour; RECIST 1.1 (at most five targets)",
        thresholds={"more_pct": 50, "more_mm": 5},
        query=(
            "select source_row_key as row_key from {batch} where 100 * largest_measured_mm > (100 + {more_pct}) * largest_tumour_mm "
            "and round(largest_measured_mm - largest_tumour_mm, 6) > {more_mm}"
        ),
        applies="largest_tumour_mm is not null and largest_measured_mm is not null",
        shows=(
            "format('{:g} mm at the visit, {}{:g} mm by {}', largest_tumour_mm, "
            "case when is_of_sum then 'at least ' else '' end, largest_measured_mm, largest_reader_id)"
        ),
    ),
    Rule(
        id="PA-025",
        name="tumours_of_the_visit_are_not_fewer_than_the_targets",
        level="flag",
        category="plausibility, atemporal",
        columns=("tumour_count", "target_count"),
        when_null="passes: the visit has no number of tumours; several is no number",
        message="a reader has more target lesions in the liver at baseline than the visit has tumours",
        action="Correct the number of tumours, or check whether two targets are parts of one tumour.",
        citation="Registry protocol, Table 1: the number of tumours",
        query="select source_row_key as row_key from {batch} where target_count > tumour_count",
        applies="tumour_count is not null and target_count > 0",
        shows="format('{} at the visit, {} targets in the liver', tumour_count, target_count)",
    ),
)
