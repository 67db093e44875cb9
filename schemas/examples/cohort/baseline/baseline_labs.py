"""Examples of the rules of baseline laboratory results."""

from schemas.examples.drawing import example

TESTS = ("AST", "ALT", "TBIL", "AFP", "ALB", "INR", "PLT", "CREAT")
EXAMPLES = [
    example(
        "baseline_labs",
        "CP-004 flag",
        "test",
        {"baseline_labs": [{"test": test} for test in TESTS]},
        [{"baseline_labs": [{"test": test} for test in TESTS[:-1]]}, {"baseline_labs": []}],
        alone=True,
    ),
]
