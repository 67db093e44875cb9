"""Examples of the rules of reader agreement."""

from schemas.examples.drawing import example

GOOD = {
    "first_reader_id": "R1",
    "second_reader_id": "R2",
    "patient_count": 20,
    "exam_count": 20,
    "equal_count": 16,
    "sum_count": 20,
    "sum_patient_count": 20,
    "first_lower_count": 11,
    "second_lower_count": 8,
    "crude_agreement_pct": 80.0,
    "weighted_kappa": 0.6,
    "mean_difference_mm": 0.4,
}


def reader(reader_id: str, role: str = "reader") -> dict:
    """Draw a line of the roster in the settings."""
    return {"reader_id": reader_id, "role": role}


EXAMPLES = [
    example(
        "reader_agreement",
        "IR-006 flag",
        "weighted_kappa crude_agreement_pct exam_count",
        [
            {"weighted_kappa": 0.40, "crude_agreement_pct": 60.0},
            {"weighted_kappa": 0.1, "exam_count": 9},
            {"weighted_kappa": None},
            {"weighted_kappa": 0.19, "exam_count": 20},  # stops the run instead
        ],
        [
            {"weighted_kappa": 0.39, "exam_count": 10},
            {"crude_agreement_pct": 59.9},
            {"weighted_kappa": 0.20},
            {"weighted_kappa": 0.19, "exam_count": 19},
        ],
        also="IR-006 stop",
    ),
    example(
        "reader_agreement",
        "IR-006 stop",
        "weighted_kappa exam_count",
        [{"weighted_kappa": 0.20}, {"weighted_kappa": 0.19, "exam_count": 19}, {"weighted_kappa": None}],
        [{"weighted_kappa": 0.19}, {"weighted_kappa": -0.1}],
        also="IR-006 flag",
    ),
    example(
        "reader_agreement",
        "IR-008 flag",
        "first_lower_count second_lower_count sum_count sum_patient_count",
        [
            {"first_lower_count": 18},  # 90 %
            {"first_lower_count": 9, "sum_count": 9, "sum_patient_count": 9},
            {"first_lower_count": 20, "sum_patient_count": 9},
        ],
        [{"first_lower_count": 19}, {"second_lower_count": 20}, {"first_lower_count": 10, "sum_count": 10, "sum_patient_count": 10}],
    ),
    example(
        "reader_agreement",
        "IR-001 stop",
        "first_reader_id second_reader_id",
        {"roster": [reader("R1"), reader("R2"), reader("ADJ", "adjudicator")]},
        [{"roster": [reader("R1"), reader("r1")]}, {"roster": [reader("R1"), reader("R2"), reader(" r2 ", "adjudicator")]}],
    ),
]
