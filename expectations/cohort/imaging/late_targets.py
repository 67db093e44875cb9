"""Late targets: a target that the baseline lacks is asked about, and once more when it grows."""

from schemas.rule import Rule

RULES = (
    Rule(
        id="MR-026",
        name="target_stands_at_the_baseline",
        level="flag",
        category="conformance, relational",
        columns=("lesion_id",),
        when_null="passes: a reader without lesions at the baseline, or a lesion that split from one of them, or merged from several",
        message="a target is seen first after the baseline; it is in no sum",
        action=(
            "Send it as a new lesion (NEW) if it is one; if it is a lesion of the baseline under another name, correct the name; if it "
            "split or merged, name it T1.1 or T1/T2, or fill split_from or merged_with."
        ),
        citation="RECIST 1.1: targets are chosen at baseline",
        query="select source_row_key as row_key from {batch} where is_recorded_criterion and is_first",
        applies="is_recorded_criterion",
        shows="format('{}: {} mm on {}', lesion_id, coalesce(format('{:g}', diameter_mm), '?'), exam_date)",
    ),
    Rule(
        id="MR-027",
        name="target_that_the_baseline_lacks_does_not_grow_unnoticed",
        level="flag",
        category="plausibility, temporal",
        columns=("diameter_mm", "smallest_mm", "recorded_overall_response"),
        when_null="passes: not measured at an earlier exam",
        message="a target that is in no sum, for the baseline lacks it, has grown as progression asks, and the read is not PD",
        action="Have the exam read again: a lesion that grows so is progression, be it new or not.",
        citation="RECIST 1.1: progression from 20 % and 5 mm",
        query=(
            "select source_row_key as row_key from {batch} "
            "where is_recorded_criterion and is_grown and recorded_overall_response is distinct from 'PD'"
        ),
        applies="is_recorded_criterion and smallest_mm is not null",
        shows="format('{}: {:g} mm on {}, {:g} mm before', lesion_id, diameter_mm, exam_date, smallest_mm)",
    ),
)
