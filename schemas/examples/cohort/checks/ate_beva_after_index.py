"""Examples of the rules of ate-beva after the index day."""

import datetime as dt

from schemas.examples.drawing import example

GOOD = {
    "drug": "ATEZOLIZUMAB",
    "days_since_index": 90,
    "index_date": dt.date(2023, 1, 10),
    "infusion_date": dt.date(2023, 4, 10),
}
EXAMPLES = [
    example(
        "ate_beva_after_index",
        "TX-015 flag",
        "infusion_date index_date",
        [{"days_since_index": 22}],
        [{"days_since_index": 0}, {"days_since_index": 21}],
    ),
]
