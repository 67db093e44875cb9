"""Examples of the rules of index dates."""

import datetime as dt

from schemas.examples.drawing import example

GOOD = {"index_date": dt.date(2023, 1, 10)}
EXAMPLES = [
    example(
        "index_dates",
        "PT-004 flag",
        "index_date",
        [{"index_date": dt.date(2022, 3, 1)}, {"index_date": dt.date(2024, 7, 31)}],
        [{"index_date": dt.date(2022, 2, 28)}, {"index_date": dt.date(2024, 8, 1)}],
    ),
]
