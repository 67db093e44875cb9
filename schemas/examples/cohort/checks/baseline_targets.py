"""Examples of the rules of baseline targets; the place counts from the largest."""

import datetime as dt

from schemas.examples.drawing import example, fine

BASELINE = dt.date(2022, 3, 1)
READ = {"patient_id": "P1", "course": "HAIC", "exam_id": "E1", "reader_id": "R1"}
GOOD = {
    **READ,
    "lesion_id": "T1",
    "organ": "LIVER",
    "organ_counted": "LIVER",
    "place_in_organ": 1,
    "place": 1,
    "organ_target_count": 1,
    "target_count": 1,
    "diameter_mm": 42.0,
    "least_mm": 10.0,
    "has_arterial_enhancement": True,
    "is_shared": False,
    "exam_date": BASELINE,
}
SMALL = {"diameter_mm": 9.9, "hindrance": "too small"}
EXAMPLES = [
    example(
        "baseline_targets",
        "MR-001 flag",
        "organ diameter_mm",
        [
            {},
            {**SMALL, "is_shared": True},  # a target of the course that ends here
            {**SMALL, "organ": "BONE"},  # MR-004 speaks
        ],
        [SMALL, {"diameter_mm": None, "hindrance": "not measured"}],
        also="MR-004 flag",
    ),
    example(
        "baseline_targets",
        "MR-002 flag",
        "organ organ_target_count target_count",
        [
            {"baseline_targets": [{"place_in_organ": place, "place": place, "organ_target_count": 2} for place in (1, 2)]},
            {"baseline_targets": [{"place": place, "target_count": 5} for place in (1, 2, 3, 4, 5)]},
            {"place_in_organ": 3, "place": 3, "organ_target_count": 3, "is_shared": True},
        ],
        [
            {
                "baseline_targets": [
                    *(fine(place_in_organ=place, place=place, organ_target_count=4) for place in (1, 2, 4)),
                    {"place_in_organ": 3, "place": 3, "organ_target_count": 4},  # four are one finding
                ]
            },
            {"baseline_targets": [*(fine(place=place, target_count=7) for place in (1, 2, 3, 4, 5, 7)), {"place": 6, "target_count": 7}]},
        ],
    ),
    example(
        "baseline_targets",
        "MR-004 flag",
        "organ lesion_kind",
        [{}, {"organ": "LUNG"}, {"lesion_kind": "MASS"}],
        [{"organ": "BONE"}, {"organ": "PERITONEUM"}, {"lesion_kind": "INFILTRATIVE"}],
    ),
    example(
        "baseline_targets",
        "MR-028 flag",
        "treated_before",
        [{}, {"treated_before": "N"}, {"treated_before": "PROGRESSED"}, {"treated_before": "Y", "is_shared": True}],
        {"treated_before": "Y"},
    ),
]
