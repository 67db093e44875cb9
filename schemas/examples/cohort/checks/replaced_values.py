"""Examples of the rules of baseline values that stand in for others."""

import datetime as dt

from schemas.examples.drawing import example

GOOD = {"item": "TBIL", "index_date": dt.date(2023, 1, 10), "value_date": dt.date(2023, 1, 2)}
EXAMPLES = [
    example(
        "replaced_values",
        "CP-023 flag",
        "item value_date quarantined_date",
        {},
        [{"quarantined_date": dt.date(2023, 1, 9)}, {"item": "visit", "quarantined_date": dt.date(2023, 1, 9)}],
    ),
]
