"""Examples of the rules of the laboratory tests that CTCAE grades."""

from schemas.examples.drawing import example

GOOD = {"test": "AST", "result_count": 100, "without_limit_count": 0, "without_limit_pct": 0.0}
EXAMPLES = [
    example(
        "graded_tests",
        "CP-011 flag",
        "test result_count without_limit_count",
        [{"without_limit_count": 20, "without_limit_pct": 20.0}],
        [{"without_limit_count": 21, "without_limit_pct": 21.0}],
    ),
]
