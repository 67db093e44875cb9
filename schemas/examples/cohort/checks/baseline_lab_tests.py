"""Examples of the rules of baseline laboratory tests."""

from schemas.examples.drawing import example

GOOD = {"test": "AST", "has_baseline": True}
NONE, SENT = {"has_baseline": False}, {"accepted.labs": [{"test": "AST", "value_std": 45.0}]}
EXAMPLES = [
    example(
        "baseline_lab_tests",
        "CP-004 flag",
        "test has_baseline",
        [{"baseline_lab_tests": [{}], **SENT}, {"baseline_lab_tests": [NONE]}],  # a test that nobody has is not sent
        {"baseline_lab_tests": [NONE], **SENT},
        alone=True,
    ),
]
