"""Examples of the rules of highest results."""

from schemas.examples.drawing import example

GOOD = {
    "test": "AFP",
    "source": "emr",
    "value_count": 10,
    "patient_count": 5,
    "result_count": 5,
    "next_count": 1,
    "highest_std": 2000.0,
}
EXAMPLES = [
    example(
        "highest_results",
        "PA-013 flag",
        "test highest_std",
        [
            {"value_count": 9},  # too few to tell
            {"patient_count": 4},
            {"result_count": 5, "next_count": 2},  # the next lower one is not much rarer
            {"highest_std": 1000.0},  # a listed limit: each result is asked about
        ],
        [{}, {"result_count": 6, "next_count": 2}, {"test": "PIVKA", "highest_std": 30000.0}],
    ),
]
