"""Examples of the rules of read responses; the good row is stable: 70 mm is -22.2 % of 90 mm."""

import datetime as dt

from schemas.examples.drawing import example

BASELINE, FIRST = dt.date(2022, 3, 1), dt.date(2022, 5, 1)
READ = {"patient_id": "P1", "course": "HAIC", "exam_id": "E1", "reader_id": "R1"}
GOOD = {
    **READ,
    "recorded_target_response": "SD",
    "derived_target_response": "SD",
    "recorded_non_target_response": "IR/SD",
    "derived_non_target_response": "IR/SD",
    "recorded_overall_response": "SD",
    "derived_overall_response": "SD",
    "overall_response_by_recorded_parts": "SD",
    "is_recorded_criterion": True,
    "timepoint": 1,
    "lesion_count": 3,
    "new_lesion_count": 0,
    "target_count": 2,
    "missing_target_count": 0,
    "sum_mm": 70.0,
    "baseline_mm": 90.0,
    "nadir_mm": 90.0,
    "recorded_has_new_lesion": False,
    "derived_has_new_lesion": False,
    "has_quarantined_lesion": False,
    "has_grown_late_target": False,
    "exam_date": FIRST,
    "baseline_date": BASELINE,
    "nadir_date": BASELINE,
}
LACKING = {"missing_target_count": 1, "missing_targets": "T2", "derived_target_response": "NE", "derived_overall_response": "NE"}
NEW = {"new_lesion_count": 1, "new_lesion_state": "YES"}
NOTHING = {"recorded_target_response": None, "recorded_overall_response": None, "recorded_has_new_lesion": None}  # is recorded
EXAMPLES = [
    example(
        "read_responses",
        "MR-007 flag",
        "recorded_target_response derived_target_response",
        [
            {},
            {"recorded_target_response": None},
            {"recorded_target_response": "PR", "baseline_mm": None},
            {"recorded_target_response": "PR", "has_quarantined_lesion": True},
            {"recorded_target_response": "PR", **LACKING},  # CP-009 speaks
            {"recorded_target_response": "PD", "derived_target_response": "REVIEW"},
        ],
        [
            {"recorded_target_response": "PR"},
            {"recorded_target_response": "CR", "derived_target_response": "REVIEW"},
            {"recorded_target_response": "SD", "derived_target_response": "NA", "baseline_mm": None},
        ],
        also="CP-009 flag",
    ),
    example(
        "read_responses",
        "CP-009 flag",
        "missing_target_count derived_target_response",
        [
            {},
            {**LACKING, "recorded_target_response": "NE"},
            {**LACKING, "recorded_target_response": None, "recorded_overall_response": "ND"},
            {**LACKING, "derived_overall_response": "PD"},  # a new lesion decides
            {"missing_target_count": 1, "derived_target_response": "PD"},  # PD on what was seen
            {**LACKING, "has_quarantined_lesion": True},
        ],
        [LACKING, {**LACKING, "recorded_target_response": None, "recorded_overall_response": None}],
        also="MR-007 flag",
    ),
    example(
        "read_responses",
        "MR-008 flag",
        "recorded_overall_response derived_overall_response overall_response_by_recorded_parts",
        [
            {},
            {"recorded_overall_response": "ND"},
            {"recorded_overall_response": "PR", "overall_response_by_recorded_parts": "PR"},  # MR-007 speaks of the part
            {"recorded_overall_response": "PR", "derived_overall_response": "PR"},
            {"recorded_overall_response": None},
            {"recorded_overall_response": "NE", "overall_response_by_recorded_parts": "NED", "derived_overall_response": "NED"},
            {"recorded_overall_response": "PR", "recorded_target_response": None, **LACKING, "overall_response_by_recorded_parts": "NE"},
        ],
        [{"recorded_overall_response": "PR"}, {"recorded_overall_response": "PD"}],
        also="CP-009 flag",
    ),
    example(
        "read_responses",
        "MR-009 flag",
        "new_lesion_count recorded_has_new_lesion recorded_overall_response",
        [
            {},
            {**NEW, "recorded_has_new_lesion": True, "recorded_overall_response": "PD"},
            {**NEW, "recorded_has_new_lesion": None, "recorded_overall_response": "PD"},
            {**NEW, "new_lesion_state": "EQUIVOCAL"},  # not called new, rightly
            {
                **NEW,
                "new_lesion_state": "EQUIVOCAL",
                "recorded_has_new_lesion": True,
                "recorded_overall_response": "PD",
            },  # of this MR-010 asks
            {"recorded_has_new_lesion": True, "lesion_count": 0, "new_lesion_count": None},
            {"recorded_has_new_lesion": True, "has_quarantined_lesion": True},
        ],
        [
            {"recorded_has_new_lesion": True},
            {**NEW, "recorded_overall_response": "PD"},
            {**NEW, "recorded_has_new_lesion": True},  # overall SD
            {**NEW, "new_lesion_state": "RECORDED", "recorded_has_new_lesion": True},
        ],
        also="MR-008 flag",
    ),
    example(
        "read_responses",
        "MR-024 flag",
        "new_lesion_state derived_target_response recorded_overall_response",
        [
            {**NEW, "new_lesion_state": "EQUIVOCAL"},  # judged: SD
            {**NOTHING, **NEW, "derived_overall_response": "PD"},
            {**NOTHING, "derived_target_response": "REVIEW", "derived_overall_response": None, "has_grown_late_target": True},  # MR-027
            {**NOTHING, **NEW, "new_lesion_state": "EQUIVOCAL", "derived_target_response": "PD", "derived_overall_response": "PD"},
        ],
        [
            {**NOTHING, **NEW, "new_lesion_state": "EQUIVOCAL"},
            {**NOTHING, "derived_target_response": "REVIEW", "derived_overall_response": None},
        ],
    ),
    example(
        "read_responses",
        "MR-025 flag",
        "new_lesion_state recorded_overall_response",
        [
            {**NEW, "new_lesion_state": "LATER", "recorded_overall_response": "PD", "derived_overall_response": "PD"},
            {**NOTHING, **NEW, "new_lesion_state": "LATER"},
            {**NEW, "new_lesion_state": "EQUIVOCAL"},
        ],
        {**NEW, "new_lesion_state": "LATER"},
    ),
]
