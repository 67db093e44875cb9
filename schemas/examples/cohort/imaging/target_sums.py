"""Examples of the rule of target sums: T1 42 mm + T2 44 mm are 86 mm."""

from schemas.examples.drawing import example

READ = {"patient_id": "P1", "course": "HAIC", "exam_id": "E1", "reader_id": "R1"}
GOOD = {
    **READ,
    "is_recorded_criterion": True,
    "timepoint": 1,
    "target_count": 2,
    "missing_target_count": 0,
    "measured_targets": "T1 42 + T2 44",
    "derived_sum_mm": 86.0,
    "recorded_sum_mm": 86.0,
    "has_quarantined_lesion": False,
}
EXAMPLES = [
    example(
        "target_sums",
        "CC-006 flag",
        "recorded_sum_mm derived_sum_mm",
        [
            {"recorded_sum_mm": 86.5},
            {"recorded_sum_mm": 85.5},
            {"recorded_sum_mm": None},
            {"derived_sum_mm": None},
            {"recorded_sum_mm": 90.0, "missing_target_count": 1},
            {"recorded_sum_mm": 90.0, "has_quarantined_lesion": True},
        ],
        [{"recorded_sum_mm": 86.6}, {"recorded_sum_mm": 85.4}],
    ),
]
