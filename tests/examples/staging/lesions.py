"""Examples of the rules of lesions; each has its read behind it."""

from tests.rule_examples import example, limits

EXAMPLES = [
    example("lesions", "CR-008 flag", "exam_id exam_date", {}, {"exam_date": "2022-12-04"}),  # 12 April with day and month swapped
    example("lesions", "CV-026 reject", "role_status", [{"role": "표적"}], {"role": "maybe"}),
    example("lesions", "CV-026 reject", "organ_status", [{"organ": "간"}], {"organ": "SPLEENX"}),
    example(
        "lesions",
        "CR-002 reject",
        "patient_id",
        {},
        {"patients": [], "imaging_reads": [{}], "lesions": [{}]},  # the read has no patient either
        also="CR-002 reject CR-007 reject",
    ),
    example(
        "lesions",
        "CR-007 reject",
        "exam_id reader_id",
        {},
        [{"imaging_reads": [], "lesions": [{}]}, {"exam_id": "E9"}, {"reader_id": "ADJ"}],
    ),
    *limits(
        "lesions",
        "MR-021",
        "viable_mm",
        {"-0.1": "reject", "0": None, "250": None, "250.1": "flag", "350": "flag", "350.1": "reject"},
        total_mm=None,
        arterial_enhancement=None,
    ),
    *limits(
        "lesions",
        "MR-021",
        "total_mm",
        {"-0.1": "reject", "0": None, "300": None, "300.1": "flag", "350": "flag", "350.1": "reject"},
        viable_mm=None,
    ),
    example(
        "lesions",
        "CR-006 reject",
        "patient_id exam_id reader_id lesion_id",
        {"lesions": [{}, {"lesion_id": "T2"}]},
        {"lesions": [{}, {"viable_mm": "43"}]},
    ),
    example(
        "lesions",
        "CV-023 reject",
        "reader_id",
        {},
        {"imaging_reads": [{"reader_id": "R9"}], "lesions": [{"reader_id": "R9"}]},  # the read is set aside, and the lesion goes with it
        also="CV-023 reject CR-007 reject",
    ),
    example(
        "lesions",
        "MR-005 reject",
        "viable_mm total_mm",
        [{"viable_mm": "56", "total_mm": "55"}, {"total_mm": None}],
        {"viable_mm": "56.1", "total_mm": "55"},
    ),
    example(
        "lesions",
        "MR-006 reject",
        "viable_mm arterial_enhancement_status",
        [
            {"viable_mm": "0", "arterial_enhancement": "N"},
            {"viable_mm": None, "ne_reason": "motion"},
            {"arterial_enhancement": None},
        ],
        [{"viable_mm": "0"}, {"arterial_enhancement": "N"}],
    ),
]
