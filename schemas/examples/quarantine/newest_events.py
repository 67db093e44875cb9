"""Examples of the rule of sources that are not filled any more; the extracts of the tests are of 2024-07-31."""

import datetime as dt

from schemas.examples.drawing import example

GOOD = {"newest_date": dt.date(2024, 7, 31)}
EXAMPLES = [
    example(
        "newest_events",
        "CP-017 flag",
        "newest_date",
        [{"newest_date": dt.date(2024, 7, 17)}, {"newest_date": None}],  # 14 days
        {"newest_date": dt.date(2024, 7, 16)},
    ),
]
