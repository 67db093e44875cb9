"""Lesions: one row per exam and reader, viable part of total, no viable tumour without arterial enhancement."""

from expectations.date_rules import not_before_birth, not_in_the_future
from expectations.key_rules import one_row_per
from expectations.staging.imaging_reads import READER_IS_IN_THE_ROSTER
from schemas.rule import Rule
from schemas.staging.lesions import KEY

RULES = (
    one_row_per(
        KEY,
        "CR-006",
        "lesion_is_measured_once_per_exam_and_reader",
        "reject",
        "the lesion stands several times, with different details, for one exam and reader; all rows are set aside",
        "Send the valid measurement only.",
        "sdtmchecks check_tr_dup",
    ),
    READER_IS_IN_THE_ROSTER,
    Rule(
        id="MR-005",
        name="viable_diameter_is_not_above_total_diameter",
        level="reject",
        category="plausibility, atemporal",
        columns=("viable_mm", "total_mm"),
        when_null="passes: one of the diameters is not sent",
        message="the viable diameter exceeds the total diameter by more than 1 mm",
        action="Check both diameters; they may have been swapped.",
        citation="mRECIST: viable tumour is part of the tumour",
        where="viable_mm > total_mm + 1",
    ),
    Rule(
        id="MR-006",
        name="viable_diameter_is_zero_exactly_without_enhancement",
        level="reject",
        category="conformance, computational",
        columns=("viable_mm", "arterial_enhancement_status"),
        when_null="passes: a lesion that cannot be assessed has neither",
        message="the lesion enhances but has no viable diameter, or does not enhance and has one",
        action="Check enhancement and viable diameter of this lesion.",
        citation="KLCA-NCC 2022 guideline Table 11 (PMC9747269): viable is what enhances in the arterial phase",
        where="(viable_mm > 0) <> has_arterial_enhancement",
    ),
    *not_in_the_future("exam_date"),
    *not_before_birth("exam_date"),
)
