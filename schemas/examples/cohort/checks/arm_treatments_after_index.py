"""Examples of the rules of a treatment of an arm after the index day."""

import datetime as dt

from schemas.examples.drawing import example

GOOD = {
    "treatment": "ATE_BEVA",
    "given": "ATEZOLIZUMAB",
    "days_since_index": 90,
    "index_date": dt.date(2023, 1, 10),
    "treatment_date": dt.date(2023, 4, 10),
}
EXAMPLES = [
    example(
        "arm_treatments_after_index",
        "TX-015 flag",
        "treatment_date index_date",
        [{"days_since_index": 22}],
        [{"days_since_index": 0}, {"days_since_index": 21}],
    ),
]
