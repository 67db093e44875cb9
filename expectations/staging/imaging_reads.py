"""Imaging reads: one per exam and reader of the roster, within the patient's life; sums that can be."""

from expectations.date_rules import DEFAULT_DATES, not_after_death, not_before_birth, not_in_the_future
from expectations.key_rules import one_row_per
from schemas.rule import Rule
from schemas.staging.imaging_reads import KEY

READER_IS_IN_THE_ROSTER = Rule(
    id="CV-023",
    name="reader_is_in_the_roster",
    level="reject",
    category="conformance, value",
    columns=("reader_id",),
    when_null="passes: CV-029 speaks of a missing reader",
    message="the reader is not in the roster of registry.toml",
    action="Correct the reader, or add the reader with a role under [readers].",
    citation="Registry protocol: independent radiologists, named with their role",
    where="reader_id not in (select r.reader_id from reference.readers as r)",
)
HAS_PLACE = "(timepoint > 0 and coalesce(overall_response, target_response, 'NE') not in ('NE', 'ND', 'NED', 'NA'))"
NO_READ_HAS_THE_DAY = "exam_date_status = 'missing' and exam_date is null"
RULES = (
    one_row_per(
        KEY,
        "CR-005",
        "exam_has_one_read_per_reader",
        "reject",
        "the exam has several different reads by this reader for one course; all are quarantined",
        "Send the valid read only.",
        "RECIST-QC timepoint uniqueness",
    ),
    READER_IS_IN_THE_ROSTER,
    Rule(
        id="MR-030",
        name="read_without_a_day_has_a_place_and_a_response",
        level="reject",
        category="completeness",
        columns=("exam_date", "timepoint", "overall_response", "target_response"),
        when_null="fails: without a day, a read needs the label of an exam after baseline and a recorded response",
        message="the read has no day, and is a baseline, or has no recorded response that could stand without a day",
        action="Send the day of the exam.",
        citation="sdtmchecks check_rs_rsdtc_visit; OHDSI DataQualityDashboard isRequired",
        where=f"{NO_READ_HAS_THE_DAY} and not coalesce({HAS_PLACE}, false)",
    ),
    Rule(
        id="MR-031",
        name="read_with_a_response_has_its_day",
        level="flag",
        category="completeness",
        columns=("exam_date", "timepoint", "overall_response", "target_response"),
        when_null="fails: the day is what is asked for",
        message=(
            "the read has a response and no day: it counts for the rates of its reader alone, where its number tells the order, makes no "
            "date of a progression, and is part of no best response of the patient"
        ),
        action="Send the day of the exam.",
        citation="sdtmchecks check_rs_rsdtc_visit",
        where=f"{NO_READ_HAS_THE_DAY} and {HAS_PLACE}",
    ),
    Rule(
        id="MR-033",
        name="read_has_a_day_of_its_own",
        level="flag",
        category="completeness",
        columns=("exam_id", "exam_date"),
        when_null="fails where other reads of the exam have the day; else MR-030 and MR-031 speak of it",
        message="the read has no day; the other reads of its exam have one and the same, which counts for it",
        action="Send the day with every read of the exam; if it is another exam, correct the number.",
        citation="Registry protocol: a scan has one day, whoever reads it",
        where="exam_date_status = 'missing' and exam_date is not null",
    ),
    Rule(
        id="CR-008",
        name="readers_of_an_exam_agree_on_its_date",
        level="reject",
        category="conformance, relational",
        columns=("exam_id", "exam_date", "modality"),
        when_null="passes: MR-030 and MR-031 speak of a missing date, a missing modality is a matter of completeness",
        message="the reads of this exam carry different dates or modalities, so the day of its response is unknown; all are quarantined",
        action="Correct the date or the modality, or the number of the exam.",
        citation="sdtmchecks check_rs_rsdtc_visit",
        query=(
            "select row_key from {batch} where not is_copy(row_key) and exam_id is not null "
            "window exam as (partition by patient_id, exam_id) "
            "qualify min(exam_date) over exam <> max(exam_date) over exam or min(modality) over exam <> max(modality) over exam"
        ),
    ),
    Rule(
        id="CR-007",
        name="target_response_has_its_target_lesions",
        level="reject",
        category="conformance, relational",
        columns=("exam_id", "reader_id", "target_response"),
        when_null="passes: no target response, none to measure (NA), not evaluable (NE), or a reader whose measurements are not sent",
        message="the read has a target response, but no target lesion of this exam and reader is sent",
        action="Send the lesions of the read, or correct exam and reader.",
        citation="RECIST-QC date alignment",
        query=(
            "select s.row_key from (select * from {batch}) as s "
            "semi join staging.lesions as own on own.patient_id = s.patient_id and own.reader_id = s.reader_id "
            "anti join (select patient_id, exam_id, reader_id from staging.lesions where role = 'TARGET') as t "
            "on t.patient_id = s.patient_id and t.exam_id = s.exam_id and t.reader_id = s.reader_id "
            "where s.target_response in ('CR', 'PR', 'SD', 'PD') and s.exam_id is not null"
        ),
    ),
    Rule(
        id="MR-005",
        name="sum_of_viable_is_not_above_sum_of_total_diameters",
        level="flag",
        category="plausibility, atemporal",
        columns=("sum_viable_mm", "sum_total_mm"),
        when_null="passes: one of the sums is not sent",
        message="the sum of viable diameters exceeds the sum of total diameters by more than 1 mm",
        action="Look at both sums of the read: a slipped decimal point is the usual cause.",
        citation="mRECIST: viable tumour is part of the tumour",
        where="sum_viable_mm > sum_total_mm + 1",
    ),
    Rule(
        id="PT-003",
        name="response_exam_is_not_before_the_diagnosis",
        level="flag",
        category="plausibility, temporal",
        columns=("exam_date",),
        when_null="passes: no date of diagnosis is sent",
        message="a response to treatment is read from an exam before the date on which the disease was diagnosed",
        action="Check the date of diagnosis and the date of the exam.",
        citation="Registry protocol: diagnosis comes before treatment",
        where="timepoint > 0 and exam_date < diagnosis_date_of(patient_id)",
    ),
    # NA, NE and ND say that there is no response; any other one at baseline has nothing that it could be a response to.
    Rule(
        id="MR-012",
        name="baseline_read_has_no_response_and_no_new_lesion",
        level="reject",
        category="conformance, value",
        columns=("timepoint", "target_response", "non_target_response", "new_lesion_status", "overall_response"),
        when_null="passes: a baseline read has no response",
        message="a baseline read (timepoint 0) carries a response or a new lesion: either it is no baseline, or it is another exam's row",
        action="Correct the timepoint or the course, or clear the responses of the baseline.",
        citation="RECIST-QC new_lesion_at_baseline",
        where=(
            "timepoint = 0 and (has_new_lesion or target_response in ('CR', 'PR', 'SD', 'PD') "
            "or non_target_response in ('CR', 'IR/SD', 'PD') or overall_response in ('CR', 'PR', 'SD', 'NON-CR/NON-PD', 'PD'))"
        ),
        applies="timepoint = 0",
    ),
    Rule(
        id="CP-010",
        name="not_evaluable_read_has_its_reason",
        level="flag",
        category="completeness",
        columns=("target_response", "overall_response", "ne_reason"),
        when_null="fails: a reason left blank is none",
        message="the read is not evaluable (NE), and no reason is given",
        action="Send the reason: no arterial phase, motion, a target outside the scan.",
        citation="RECIST-QC ne_reason_required",
        where="(target_response = 'NE' or overall_response = 'NE') and nullif(ne_reason, '') is null",
        applies="target_response = 'NE' or overall_response = 'NE'",
    ),
    Rule(
        id="CR-009",
        name="exam_day_has_one_exam_number_and_one_timepoint",
        level="flag",
        category="conformance, relational",
        columns=("exam_date", "exam_id", "timepoint"),
        when_null="passes: CV-029 speaks of a missing exam or timepoint, MR-030 and MR-031 of a missing date",
        message="a scan of this day and modality has another number, or another timepoint of the course, in another read of the patient",
        action="Give one scan one number and one timepoint; the worst response of the day counts until then.",
        citation="sdtmchecks check_rs_rsdtc_across_visit",
        query=(
            "select row_key from {batch} where not is_copy(row_key) and exam_date is not null and exam_id is not null "
            "window scan as (partition by patient_id, exam_date, modality), "
            "visit as (partition by patient_id, exam_date, modality, course) "
            "qualify min(exam_id) over scan <> max(exam_id) over scan or (not is_unscheduled and timepoint <> "
            "min(timepoint) filter (where not is_unscheduled) over visit)"
        ),
    ),
    Rule(
        id="PT-008",
        name="read_date_is_not_before_exam_date",
        level="flag",
        category="plausibility, temporal",
        columns=("read_date", "exam_date"),
        when_null="passes: the day of reading is not asked for; PT-002 speaks of one before birth",
        message="the exam was read before it was made",
        action="Check both dates; they may have been swapped.",
        citation="Registry protocol: a scan is made, then read",
        where=f"read_date < exam_date and coalesce(read_date >= birth_date_of(patient_id), true) and read_date not in {DEFAULT_DATES}",
        applies="read_date is not null",
    ),
    *not_in_the_future("exam_date", "read_date"),
    *not_before_birth("exam_date", "read_date"),
    not_after_death("exam_date"),
)
