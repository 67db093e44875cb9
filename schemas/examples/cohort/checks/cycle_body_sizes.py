"""Examples of the rules of the body size at each cycle."""

import datetime as dt

from schemas.examples.drawing import example, fine

GOOD = {
    "cycle_no": 1,
    "weight_age_days": 3,
    "height_cm": 170.0,
    "weight_kg": 61.2,
    "recorded_bsa_m2": 1.7,
    "mosteller_m2": 1.7,
    "dubois_m2": 1.709,
    "bsa_difference_m2": 0.0,
    "cycle_start_date": dt.date(2023, 1, 10),
}


def weights(*kg: float) -> list[dict]:
    """Draw consecutive cycles by their weights, with the changes as the table has them."""
    return [
        {
            "cycle_no": place + 1,
            "cycle_start_date": dt.date(2023, 1, 10) + dt.timedelta(days=28 * place),
            "weight_kg": weight,
            "weight_before_kg": kg[place - 1] if place else None,
            "weight_change_pct": round(100 * (weight / kg[place - 1] - 1), 9) if place else None,
            "weight_change_from_two_before_pct": round(100 * (weight / kg[place - 2] - 1), 9) if place > 1 else None,
        }
        for place, weight in enumerate(kg)
    ]


UNKNOWN = {"recorded_bsa_m2": None, "bsa_difference_m2": None}
EXAMPLES = [
    example(
        "cycle_body_sizes",
        "CC-001 flag",
        "recorded_bsa_m2 mosteller_m2 dubois_m2",
        [
            {"bsa_difference_m2": 0.03, "weight_age_days": 14},
            {"bsa_difference_m2": 0.15, "weight_age_days": 15},  # the weight may have changed since
            {"bsa_difference_m2": None},
        ],
        [{"bsa_difference_m2": 0.031, "weight_age_days": 14}, {"bsa_difference_m2": 0.151, "weight_age_days": 15}],
    ),
    example(
        "cycle_body_sizes",
        "CP-012 flag",
        "recorded_bsa_m2 height_cm weight_kg weight_age_days",
        [
            {**UNKNOWN, "weight_age_days": 14},
            {"weight_age_days": 90},  # the body surface is recorded
            {"height_cm": None, "weight_kg": None, "weight_age_days": None},
        ],
        [
            {**UNKNOWN, "weight_age_days": 15},
            {**UNKNOWN, "height_cm": None},
            {**UNKNOWN, "weight_kg": None, "weight_age_days": None},
            # once per patient
            {
                "cycle_body_sizes": [
                    {**UNKNOWN, "height_cm": None},
                    fine(**UNKNOWN, height_cm=None, cycle_no=2, cycle_start_date=dt.date(2023, 2, 9)),
                ]
            },
        ],
    ),
    example(
        "cycle_body_sizes",
        "PA-022 flag",
        "weight_kg weight_before_kg weight_change_pct",
        [{"cycle_body_sizes": weights(60.0, 69.0)}, {"cycle_body_sizes": weights(60.0, 51.0)}],  # +15 %, -15 %
        [
            {"cycle_body_sizes": [fine(**weights(60.0)[0]), weights(60.0, 69.1)[1]]},
            {"cycle_body_sizes": [fine(**weights(60.0)[0]), weights(60.0, 50.9)[1]]},
            # 26 for 62: found where it stands, and not again at the return
            {"cycle_body_sizes": [fine(**row) if row["weight_kg"] == 62.0 else row for row in weights(62.0, 62.0, 26.0, 62.0)]},
        ],
    ),
]
