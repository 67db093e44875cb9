"""Lesions: one row per exam and reader, viable part of total, no viable tumour without arterial enhancement."""

from expectations.date_rules import DEFAULT_DATES, not_before_birth, not_in_the_future
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
    # A scan has one day. The day of the read decides, so that the lesion is kept and the finding asks. A date that cannot be has its own.
    Rule(
        id="CR-008",
        name="lesion_has_the_exam_date_of_its_read",
        level="flag",
        category="conformance, relational",
        columns=("exam_id", "exam_date"),
        when_null="passes: CV-029 speaks of a missing date, CR-007 of a missing read",
        message="the lesion carries another exam date than the read of its exam by its reader; the day of the read counts",
        action="Correct the date or the number of the exam; day and month may have been swapped.",
        citation="RECIST-QC date alignment",
        query=(
            "select l.row_key from (select * from {batch}) as l join ("
            "select patient_id, exam_id, reader_id, min(exam_date) as first_date, max(exam_date) as last_date from staging.imaging_reads "
            "where exam_date is not null group by patient_id, exam_id, reader_id"
            ") as r on r.patient_id = l.patient_id and r.exam_id = l.exam_id and r.reader_id = l.reader_id "
            "where l.exam_date not between r.first_date and r.last_date and l.exam_date <= getvariable('as_of') "
            f"and l.exam_date not in {DEFAULT_DATES} and not coalesce(l.exam_date < birth_date_of(l.patient_id), false)"
        ),
    ),
    *not_in_the_future("exam_date"),
    *not_before_birth("exam_date"),
)
