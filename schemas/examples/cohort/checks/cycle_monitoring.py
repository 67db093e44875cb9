"""Examples of the rules of watching over the cycles."""

import datetime as dt

from schemas.examples.drawing import example, fine

GOOD = {
    "cycle_no": 1,
    "infusion_day_count": 3,
    "day_without_labs_count": 0,
    "cycle_start_date": dt.date(2023, 1, 10),
    "progression_date": dt.date(2023, 6, 10),
    "days_since_progression": -151,
}
LATE = {"days_since_progression": 15, "cycle_no": 5, "cycle_start_date": dt.date(2023, 6, 25)}
EXAMPLES = [
    example(
        "cycle_monitoring",
        "PT-011 flag",
        "infusion_day_count day_without_labs_count",
        [{"day_without_labs_count": 0}, {"day_without_labs_count": None}],  # of a patient whose results are not sent
        [{"day_without_labs_count": 1}, {"day_without_labs_count": 3}],
    ),
    example(
        "cycle_monitoring",
        "TX-007 flag",
        "cycle_start_date progression_date",
        [{"days_since_progression": 14}, {"days_since_progression": None, "progression_date": None}],
        [
            LATE,
            {"cycle_monitoring": [LATE, fine(days_since_progression=43, cycle_no=6, cycle_start_date=dt.date(2023, 7, 23))]},
        ],
    ),
]
