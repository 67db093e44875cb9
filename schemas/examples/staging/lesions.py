"""Examples of the rules of lesions; each has its read behind it."""

from schemas.examples.drawing import example, fine, limits
from schemas.examples.shared import NO_RESPONSE

BESIDE = {"imaging_reads": [{"target_response": None}]}
GOOD = {
    "exam_id": "E1",
    "exam_date": "2022-04-12",
    "reader_id": "R1",
    "lesion_id": "T1",
    "role": "TARGET",
    "organ": "LIVER",
    "viable_mm": "42",
    "total_mm": "55",
    "arterial_enhancement": "Y",
}
BASELINE = {"timepoint": "0", **NO_RESPONSE}
NOT_ENHANCING = {"viable_mm": "0", "arterial_enhancement": "N"}
NODULE = {"lesion_id": "N1", "role": "NEW", "total_mm": None}
CALLED_NEW = {"target_response": None, "new_lesion": "Y", "overall_response": "PD"}
FLUID = {"lesion_id": "N1", "role": "NEW", "organ": "OTHER", "lesion_kind": "EFFUSION", "viable_mm": None, "arterial_enhancement": None}
SECOND = {"exam_id": "E2", "exam_date": "2022-06-01", "read_date": "2022-06-02"}
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
        {"imaging_reads": [{"reader_id": "R9"}], "lesions": [{"reader_id": "R9"}]},  # the read is quarantined, and the lesion goes with it
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
            {"organ": "LYMPH_NODE_OTHER", "viable_mm": "8", "arterial_enhancement": "N"},
            {"organ": "LUNG", "lesion_kind": "NODE", "arterial_enhancement": "N"},
        ],
        [{"viable_mm": "0"}, {"arterial_enhancement": "N"}],
    ),
    example(
        "lesions",
        "MR-023 flag",
        "short_axis_mm total_mm",
        [{"short_axis_mm": "56", "total_mm": "55"}, {"short_axis_mm": "30", "total_mm": None}],
        {"short_axis_mm": "56.1", "total_mm": "55"},
    ),
    *limits(
        "lesions",
        "MR-021",
        "short_axis_mm",
        {"-0.1": "reject", "0": None, "100": None, "100.1": "flag", "350": "flag", "350.1": "reject"},
        total_mm=None,
    ),
    example("lesions", "CP-018 reject", "organ_status", [{}], {"organ": None}),
    example(
        "lesions",
        "MR-003 reject",
        "role organ arterial_enhancement_status",
        [
            {"imaging_reads": [BASELINE], "lesions": [{}]},
            {"imaging_reads": [BASELINE], "lesions": [{**NOT_ENHANCING, "role": "NONTARGET"}]},
            {"imaging_reads": [BASELINE], "lesions": [{**NOT_ENHANCING, "organ": "LUNG"}]},
            {"imaging_reads": [BASELINE], "lesions": [{"viable_mm": None, "arterial_enhancement": None}]},
            {"imaging_reads": [{"target_response": None}], "lesions": [NOT_ENHANCING]},  # a response, not a baseline
            # the last scan of one course begins the next
            {"imaging_reads": [BASELINE, {"course": "ATE_BEVA", "timepoint": "2"}], "lesions": [NOT_ENHANCING]},
        ],
        [
            {"imaging_reads": [BASELINE], "lesions": [NOT_ENHANCING]},
            {"imaging_reads": [BASELINE], "lesions": [{**NOT_ENHANCING, "viable_mm": None}]},
        ],
    ),
    example(
        "lesions",
        "MR-004 reject",
        "role organ lesion_kind",
        [{"organ": "PORTAL_VEIN", "role": "NONTARGET"}, {"lesion_kind": "THROMBUS", "role": "NONTARGET"}, {"lesion_kind": "MASS"}],
        [{"organ": "PORTAL_VEIN"}, {"lesion_kind": "THROMBUS"}, {"organ": "OTHER", "lesion_kind": "EFFUSION"}],
    ),
    example(
        "lesions",
        "MR-011 flag",
        "role lesion_kind cytology",
        [
            {"imaging_reads": [CALLED_NEW], "lesions": [{**FLUID, "cytology": "POSITIVE"}]},
            {"imaging_reads": [{**CALLED_NEW, "non_target_response": "PD"}], "lesions": [FLUID]},
            FLUID,  # seen, and not called new
        ],
        [
            {"imaging_reads": [CALLED_NEW], "lesions": [FLUID]},
            {"imaging_reads": [CALLED_NEW], "lesions": [{**FLUID, "cytology": "NEGATIVE"}]},
        ],
    ),
    example(
        "lesions",
        "MR-010 flag",
        "role organ viable_mm",
        [
            {"imaging_reads": [CALLED_NEW], "lesions": [{**NODULE, "viable_mm": "10"}]},
            {"imaging_reads": [CALLED_NEW], "lesions": [{**NODULE, "viable_mm": "9.9", "organ": "LUNG"}]},
            *(
                {"imaging_reads": [CALLED_NEW], "lesions": [{**NODULE, "viable_mm": "9.9", "lesion_kind": kind}]}
                for kind in ("NODE", "THROMBUS")
            ),
            {"imaging_reads": [CALLED_NEW], "lesions": [{**NODULE, "viable_mm": None, "arterial_enhancement": None}]},
            {**NODULE, "viable_mm": "9.9"},  # seen, and not called new: rightly
        ],
        [
            {"imaging_reads": [CALLED_NEW], "lesions": [{**NODULE, "viable_mm": "9.9"}]},
            {"imaging_reads": [{**CALLED_NEW, "new_lesion": None}], "lesions": [{**NODULE, "viable_mm": "9.9"}]},
            {  # 10 mm later: dated back to the first exam, which is rightly not asked about; another nodule is
                "imaging_reads": [CALLED_NEW, {**SECOND, **CALLED_NEW}],
                "lesions": [
                    fine(**NODULE, viable_mm="9.9"),
                    fine(**NODULE, viable_mm="10", exam_id="E2", exam_date="2022-06-01"),
                    {**NODULE, "lesion_id": "N2", "viable_mm": "9.9"},
                ],
            },
        ],
    ),
    example(
        "lesions",
        "MR-012 reject",
        "role exam_id reader_id",
        [
            {"imaging_reads": [{"target_response": None}], "lesions": [{**NODULE, "viable_mm": "12"}]},
            {"imaging_reads": [BASELINE, {"course": "ATE_BEVA", "timepoint": "2", "target_response": None}], "lesions": [NODULE]},
        ],
        {"imaging_reads": [BASELINE], "lesions": [NODULE]},
    ),
]
