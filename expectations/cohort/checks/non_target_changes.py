"""Non-target changes: a non-target that grows is judged by somebody."""

from schemas.rule import Rule

RULES = (
    Rule(
        id="MR-032",
        name="non_target_that_grows_is_judged",
        level="flag",
        category="plausibility, temporal",
        columns=("diameter_mm", "smallest_mm", "is_judged"),
        when_null="passes: not measured at this exam or at none before",
        message=(
            "a non-target has grown as much as progression asks of a target, and the read has no response of which this is a part; "
            "it counts as tumour left, and not as progression"
        ),
        action="Have the exam judged, and send the non-target response: PD, if the tumour as a whole has unequivocally progressed.",
        citation="RECIST 1.1, 4.3.4: unequivocal progression of non-targets is the reader's judgement",
        query=(
            "select source_row_key as row_key from {batch} "
            "where is_grown and not is_judged and derived_overall_response is distinct from 'PD'"
        ),
        applies="not is_judged",
        shows="format('{}: {:g} mm on {}, {:g} mm before', lesion_id, diameter_mm, exam_date, smallest_mm)",
    ),
)
