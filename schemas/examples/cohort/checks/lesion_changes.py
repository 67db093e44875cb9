"""Examples of the rule of lesion changes."""

from schemas.examples.drawing import example


def change(before, now, days=60):
    return {"previous_viable_mm": before, "viable_mm": now, "viable_ratio": now / before if before else None, "days_between": days}


EXAMPLES = [
    example(
        "lesion_changes",
        "MR-016 flag",
        "viable_mm previous_viable_mm days_between",
        [
            change(10.0, 30.0),  # threefold
            change(3.0, 12.0),  # fourfold, but 9 mm
            change(10.0, 40.0, days=61),
            change(60.0, 5.0),  # treatment
            change(120.0, 20.0),  # 100 mm less
            change(0.0, 40.0),
        ],
        [change(10.0, 30.1), change(121.0, 20.0), change(50.0, 151.0), {**change(60.0, 6.0, days=200), "is_slipped": True}],
    ),
]
