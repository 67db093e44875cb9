"""Examples of the rules of imaging reads."""

from schemas.examples.drawing import example, fine, limits
from schemas.examples.shared import NO_RESPONSE

GOOD = {
    "exam_id": "E1",
    "exam_date": "2022-04-12",
    "read_date": "2022-04-14",
    "reader_id": "R1",
    "modality": "CT",
    "course": "HAIC",
    "timepoint": "1",
    "target_response": "PR",
    "non_target_response": "IR/SD",
    "new_lesion": "N",
    "overall_response": "PR",
    "sum_viable_mm": "42",
    "sum_total_mm": "55",
}
SECOND = {"exam_id": "E2", "exam_date": "2022-06-01", "read_date": "2022-06-02"}
DEAD = {"follow_up": [{"vital_status": "DEAD", "last_contact_date": "2022-04-12", "death_date": "2022-04-12"}]}


def diagnosed(day: str, **read: str) -> dict:
    """Draw a read of a patient who was diagnosed on this day."""
    return {"patients": [{"hcc_dx_date": day}], "imaging_reads": [read]}


NO_DAY = {"exam_date": None, "read_date": None}
EXAMPLES = [
    example(
        "imaging_reads",
        "MR-030 reject",
        "exam_date timepoint overall_response target_response",
        {},
        [
            {**NO_DAY, "timepoint": "0", **NO_RESPONSE},
            {**NO_DAY, **NO_RESPONSE},
            {**NO_DAY, "overall_response": "NE", "ne_reason": "motion"},
        ],
    ),
    example(
        "imaging_reads",
        "MR-031 flag",
        "exam_date timepoint overall_response target_response",
        {},
        [NO_DAY, {**NO_DAY, "overall_response": None}, {**NO_DAY, "timepoint": "UNS"}],
    ),
    example(
        "imaging_reads",
        "MR-033 flag",
        "exam_id exam_date",
        {"imaging_reads": [{}, {"reader_id": "R2"}]},
        [
            {"imaging_reads": [fine(), {**NO_DAY, "reader_id": "R2"}]},
            {"imaging_reads": [fine(), {**NO_DAY, "course": "ATE_BEVA", "timepoint": "0", **NO_RESPONSE}]},
        ],
    ),
    example(
        "imaging_reads", "CV-025 reject", "timepoint", {"timepoint": "98"}, [{"timepoint": "-1"}, {"timepoint": "99"}, {"timepoint": "999"}]
    ),
    example(
        "imaging_reads",
        "CV-025 reject",
        "sum_total_mm",
        [{"sum_total_mm": "998"}, {"sum_total_mm": "99"}],
        [{"sum_total_mm": "999"}, {"sum_total_mm": "9999"}, {"sum_total_mm": "-1"}],
        also="MR-005 flag",
    ),
    example("imaging_reads", "CV-022 reject", "modality_status", [{"modality": "dynamic MRI"}, {"modality": None}], {"modality": "US"}),
    example("imaging_reads", "CV-021 reject", "target_response_status", [{"target_response": "NA"}], {"target_response": "MR"}),
    example(
        "imaging_reads", "CV-021 reject", "non_target_response_status", {"non_target_response": "ir/sd"}, {"non_target_response": "PR"}
    ),
    example(
        "imaging_reads",
        "CV-021 reject",
        "overall_response_status",
        [{"overall_response": "NON-CR/NON-PD"}, {"overall_response": "ND"}],
        {"overall_response": "iCPD"},
    ),
    *limits(
        "imaging_reads",
        "MR-020",
        "sum_viable_mm",
        {"-0.1": "reject", "0": None, "600": None, "600.1": "flag", "1000": "flag", "1000.1": "reject"},
        sum_total_mm=None,
    ),
    example(
        "imaging_reads",
        "CR-005 reject",
        "patient_id exam_id reader_id course",
        # the last scan of ate-beva is the baseline of HAIC
        {"imaging_reads": [{}, {"reader_id": "R2"}, SECOND, {"course": "ATE_BEVA", "timepoint": "2"}]},
        {"imaging_reads": [{}, {"overall_response": "SD"}]},
    ),
    example(
        "imaging_reads",
        "CR-008 reject",
        "exam_id exam_date modality",
        {"imaging_reads": [{}, {"reader_id": "R2"}]},
        {"imaging_reads": [{}, {"reader_id": "R2", "exam_date": "2022-04-13"}]},
    ),
    example("imaging_reads", "CV-023 reject", "reader_id", [{"reader_id": "r2"}, {"reader_id": "ADJ"}], {"reader_id": "R9"}),
    example(
        "imaging_reads",
        "CR-007 reject",
        "exam_id reader_id target_response",
        [
            {"imaging_reads": [{}], "lesions": [{}]},
            {"imaging_reads": [{}]},  # this hospital sends no lesions
            {"imaging_reads": [{}, {**SECOND, "reader_id": "ADJ"}], "lesions": [{}]},  # the adjudicator measures none
            {"imaging_reads": [{}, {**SECOND, "target_response": "NE", "ne_reason": "motion"}], "lesions": [{}]},
            {"imaging_reads": [{}, {**SECOND, "target_response": "NA"}], "lesions": [{}]},
        ],
        {"imaging_reads": [fine(), SECOND], "lesions": [{}]},
    ),
    example(
        "imaging_reads",
        "CR-007 reject",
        "exam_id reader_id target_response",
        {},
        {"imaging_reads": [{}], "lesions": [{"role": "NONTARGET"}]},  # and the lesion goes with its read
        also="CR-007 reject",
    ),
    example(
        "imaging_reads",
        "MR-005 flag",
        "sum_viable_mm sum_total_mm",
        [{"sum_viable_mm": "56", "sum_total_mm": "55"}, {"sum_total_mm": None}],
        {"sum_viable_mm": "56.1", "sum_total_mm": "55"},
    ),
    example(
        "imaging_reads",
        "PT-003 flag",
        "exam_date",
        [diagnosed("2021-11-03", exam_date="2021-11-03"), diagnosed("2021-11-04", exam_date="2021-11-03", timepoint="0", **NO_RESPONSE)],
        diagnosed("2021-11-05", exam_date="2021-11-04"),
    ),
    example(
        "imaging_reads",
        "PT-005 reject",
        "exam_date",
        {"imaging_reads": [{}], **DEAD},  # on the day of death; it may be read later
        {"imaging_reads": [{"exam_date": "2022-04-13"}], **DEAD},
    ),
    example(
        "imaging_reads",
        "MR-012 reject",
        "timepoint target_response non_target_response new_lesion_status overall_response",
        [
            {"timepoint": "0", **NO_RESPONSE},
            {"timepoint": "0", **NO_RESPONSE, "target_response": "NA", "non_target_response": "NA", "new_lesion": "N"},
            {"timepoint": "0", **NO_RESPONSE, "overall_response": "NE", "ne_reason": "no arterial phase"},
            {"timepoint": "1"},
        ],
        [
            {"timepoint": "0", **NO_RESPONSE, "target_response": "SD"},
            {"timepoint": "0", **NO_RESPONSE, "non_target_response": "IR/SD"},
            {"timepoint": "0", **NO_RESPONSE, "overall_response": "PD"},
            {"timepoint": "0", **NO_RESPONSE, "new_lesion": "Y"},
        ],
    ),
    example(
        "imaging_reads",
        "CP-010 flag",
        "target_response overall_response ne_reason",
        [{"target_response": "NE", "overall_response": "NE", "ne_reason": "motion artefact"}, {"overall_response": "ND"}],
        [{"target_response": "NE"}, {"overall_response": "NE", "ne_reason": " "}],
    ),
    example(
        "imaging_reads",
        "CR-009 flag",
        "exam_date exam_id timepoint",
        [
            {"imaging_reads": [{}, {"exam_id": "E2", "modality": "MRI"}]},  # CT and MRI of one day
            {"imaging_reads": [{}, {"timepoint": "0", "course": "ATE_BEVA", **NO_RESPONSE}]},  # the last scan of one course begins the next
        ],
        [
            {"imaging_reads": [{}, {"exam_id": "E2"}]},
            {"imaging_reads": [fine(), {"reader_id": "R2", "timepoint": "2"}]},
        ],
    ),
    example(
        "imaging_reads",
        "PT-008 flag",
        "read_date exam_date",
        [{"read_date": "2022-04-12"}, {"read_date": "2022-04-13"}, {"read_date": None}],
        {"read_date": "2022-04-11"},
    ),
]
