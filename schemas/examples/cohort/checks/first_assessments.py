"""Examples of the rule of first assessments."""

from schemas.examples.drawing import example

EXAMPLES = [
    example(
        "first_assessments",
        "CP-007 flag",
        "no_assessment_reason exam_count",
        {},
        [{"no_assessment_reason": reason} for reason in ("early death", "lost", "not done", "not evaluable", "not adjudicated")],
    ),
]
