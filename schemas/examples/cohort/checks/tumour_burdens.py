"""Examples of the rules of tumour burdens."""

from schemas.examples.drawing import example

GOOD = {"tumour_count": 2, "target_count": 2, "largest_tumour_mm": 40.0, "largest_measured_mm": 42.0, "is_of_sum": False}
EXAMPLES = [
    example(
        "tumour_burdens",
        "PA-024 flag",
        "largest_tumour_mm largest_measured_mm",
        [
            {"largest_measured_mm": 60.0},  # half as much again
            {"largest_tumour_mm": 8.0, "largest_measured_mm": 13.0},  # 5 mm more
            {"largest_measured_mm": 4.0},  # readers may leave the largest out
            {"largest_tumour_mm": None},
            {"largest_measured_mm": None},
        ],
        [
            {"largest_measured_mm": 60.1},
            {"largest_tumour_mm": 8.0, "largest_measured_mm": 13.1},
            {"largest_tumour_mm": 0.0, "largest_measured_mm": 20.0},
        ],
    ),
    example(
        "tumour_burdens",
        "PA-025 flag",
        "tumour_count target_count",
        [{"target_count": 1}, {"target_count": 0, "tumour_count": 0}, {"tumour_count": None}],
        [{"target_count": 3}, {"tumour_count": 1}, {"tumour_count": 0, "target_count": 1}],
    ),
]
