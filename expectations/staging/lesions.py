"""Lesions: one row per exam and reader, viable part of total, no viable tumour without arterial enhancement, targets that may be ones."""

from expectations.date_rules import DEFAULT_DATES, not_before_birth, not_in_the_future
from expectations.key_rules import one_row_per
from expectations.staging.imaging_reads import READER_IS_IN_THE_ROSTER
from schemas.rule import Rule
from schemas.staging.lesions import KEY

SUMS_VIABLE = "exists (select 1 from reference.study_criteria as c where c.is_recorded_criterion and c.diameter = 'viable')"
HAS_LEAST_NODULE = "exists (select 1 from reference.study_criteria as c where c.is_recorded_criterion and c.new_nodule_mm > 0)"
RULES = (
    one_row_per(
        KEY,
        "CR-006",
        "lesion_is_measured_once_per_exam_and_reader",
        "reject",
        "the lesion stands several times, with different details, for one exam and reader; all rows are quarantined",
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
        when_null="passes: a lesion that cannot be assessed has neither; a lymph node is judged by its size",
        message="the lesion enhances but has no viable diameter, or does not enhance and has one",
        action=(
            "Check enhancement and viable diameter of this lesion; if metastases are measured whole, whether they enhance or not, set "
            "outside_liver of this rule to 0."
        ),
        citation="KLCA-NCC 2022 guideline Table 11 (PMC9747269): viable is what enhances in the arterial phase",
        thresholds={"outside_liver": 1},
        where=(
            "(viable_mm > 0) <> has_arterial_enhancement and not is_lymph_node(organ, lesion_kind) "
            "and (organ is not distinct from 'LIVER' or {outside_liver} = 1)"
        ),
    ),
    Rule(
        id="MR-023",
        name="short_axis_is_not_above_longest_diameter",
        level="flag",
        category="plausibility, atemporal",
        columns=("short_axis_mm", "total_mm"),
        when_null="passes: one of the diameters is not sent",
        message="the short axis exceeds the longest diameter by more than 1 mm",
        action="Check both diameters; they may have been swapped.",
        citation="RECIST 1.1, 4.3.1: a node is measured across its longest diameter",
        where="short_axis_mm > total_mm + 1",
        applies="short_axis_mm is not null and total_mm is not null",
    ),
    # A scan has one day. The day of the read decides, so that the lesion is kept and the finding asks. A date that cannot be has its own,
    # and so have reads of one exam that disagree on its day.
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
            "select patient_id, exam_id, list(reader_id) as readers, min(exam_date) as first_date, max(exam_date) as last_date "
            "from staging.imaging_reads where exam_date is not null group by patient_id, exam_id"
            ") as r on r.patient_id = l.patient_id and r.exam_id = l.exam_id and list_contains(r.readers, l.reader_id) "
            "where l.exam_date not between r.first_date and r.last_date and l.exam_date <= getvariable('as_of') "
            f"and l.exam_date not in {DEFAULT_DATES} and not coalesce(l.exam_date < birth_date_of(l.patient_id), false)"
        ),
    ),
    # A scan may end one course and begin the next: what is a target of the first may have lost its enhancement by then.
    Rule(
        id="MR-003",
        name="liver_target_enhances_at_baseline",
        level="reject",
        category="plausibility, atemporal",
        columns=("role", "organ", "arterial_enhancement_status"),
        when_null="passes: enhancement is not sent; MR-006 speaks of a diameter without enhancement",
        message="a liver lesion without arterial enhancement is a target at baseline; there is no viable tumour to measure in it",
        action="Make the lesion a non-target, or correct its enhancement and viable diameter.",
        citation="KLCA-NCC 2022 guideline Table 11 (PMC9747269): viable is what enhances in the arterial phase",
        query=(
            "select s.row_key from (select * from {batch}) as s "
            "join staging.imaging_reads as r on r.patient_id = s.patient_id and r.exam_id = s.exam_id and r.reader_id = s.reader_id "
            "where s.role = 'TARGET' and s.organ = 'LIVER' and not s.has_arterial_enhancement and coalesce(s.viable_mm, 0) = 0 "
            f"and {SUMS_VIABLE} "
            "group by s.row_key having max(r.timepoint) = 0"
        ),
        applies=f"role = 'TARGET' and organ = 'LIVER' and {SUMS_VIABLE}",
    ),
    # Bone and peritoneum may hold a mass that can be measured: of those MR-004 of the cohort asks.
    Rule(
        id="MR-004",
        name="portal_vein_thrombus_is_no_target",
        level="reject",
        category="plausibility, atemporal",
        columns=("role", "organ", "lesion_kind"),
        when_null="passes: CV-026 and CV-029 speak of role and organ; the kind need not be sent",
        message="thrombus of a vein, or an effusion, is a target, but cannot be measured repeatedly",
        action="Make it a non-target, and correct the sum of the targets.",
        citation="PMC8252278, table 2 (mRECIST): only well-delineated lesions that enhance are targets",
        where="role = 'TARGET' and (organ = 'PORTAL_VEIN' or coalesce(lesion_kind in ('THROMBUS', 'EFFUSION'), false))",
        applies="role = 'TARGET'",
    ),
    # One that was measured large enough later is dated back to this exam, rightly.
    Rule(
        id="MR-010",
        name="new_liver_nodule_is_large_enough_to_be_called_tumour",
        level="flag",
        category="plausibility, atemporal",
        columns=("role", "organ", "viable_mm"),
        when_null="passes: a new lesion need not be measured; a reader who does not call it new has judged it; RECIST 1.1 has no limit",
        message="a new liver nodule below {least_mm} mm, which did not reach that size at any later exam, is taken for progression",
        action="Have the new lesion read again: below {least_mm} mm a nodule is equivocal until it grows.",
        citation="radiol.dxy.cn/article/515075 (mRECIST): a new nodule is tumour from 10 mm with the typical pattern, or when it grows",
        thresholds={"least_mm": 10},
        query=(
            "select s.row_key from (select * from {batch}) as s "
            "anti join staging.lesions as later on later.patient_id = s.patient_id and later.reader_id = s.reader_id "
            "and later.lesion_id = s.lesion_id and later.exam_date > s.exam_date and later.viable_mm >= {least_mm} "
            "semi join (select patient_id, exam_id, reader_id from staging.imaging_reads "
            "where coalesce(has_new_lesion, overall_response = 'PD')) as r "
            "on r.patient_id = s.patient_id and r.exam_id = s.exam_id and r.reader_id = s.reader_id "
            "where s.role = 'NEW' and s.organ = 'LIVER' and not is_lymph_node(s.organ, s.lesion_kind) and s.viable_mm < {least_mm} "
            f"and coalesce(s.lesion_kind, '') <> 'THROMBUS' and {HAS_LEAST_NODULE}"
        ),
        applies=f"role = 'NEW' and organ = 'LIVER' and viable_mm is not null and {HAS_LEAST_NODULE}",
        shows="format('{:.1f} mm on {}', viable_mm, exam_date)",
    ),
    Rule(
        id="MR-011",
        name="progression_by_effusion_has_a_positive_cytology",
        level="flag",
        category="plausibility, atemporal",
        columns=("role", "lesion_kind", "cytology"),
        when_null="fails: a cytology that is not sent proves nothing; passes where the kind is not sent, or nothing was called new",
        message="a new effusion or ascites is taken for progression, and no cytology proves that it is malignant",
        action="Send the cytology, or have the read judged without the effusion; liver disease alone makes ascites.",
        citation="pparpathway.com (mRECIST): effusion is no progression unless its malignant origin is proven",
        query=(
            "select s.row_key from (select * from {batch}) as s "
            "semi join (select patient_id, exam_id, reader_id from staging.imaging_reads "
            "where coalesce(has_new_lesion, overall_response = 'PD') and coalesce(target_response, '') <> 'PD' "
            "and coalesce(non_target_response, '') <> 'PD') as r "
            "on r.patient_id = s.patient_id and r.exam_id = s.exam_id and r.reader_id = s.reader_id "
            "where s.role = 'NEW' and s.lesion_kind = 'EFFUSION' and s.cytology is distinct from 'POSITIVE' "
            "and exists (select 1 from reference.study_criteria as c where c.is_recorded_criterion and c.new_effusion = 'cytology')"
        ),
        applies="role = 'NEW' and lesion_kind = 'EFFUSION'",
    ),
    Rule(
        id="MR-012",
        name="baseline_exam_has_no_new_lesion",
        level="reject",
        category="conformance, value",
        columns=("role", "exam_id", "reader_id"),
        when_null="passes: CV-029 speaks of a missing exam or role",
        message="a new lesion stands at an exam that is a baseline and nothing else",
        action="Make it a target or non-target, or correct the exam or its timepoint.",
        citation="RECIST-QC new_lesion_at_baseline",
        query=(
            "select s.row_key from (select * from {batch}) as s "
            "join staging.imaging_reads as r on r.patient_id = s.patient_id and r.exam_id = s.exam_id and r.reader_id = s.reader_id "
            "where s.role = 'NEW' group by s.row_key having max(r.timepoint) = 0"
        ),
        applies="role = 'NEW'",
    ),
    *not_in_the_future("exam_date"),
    *not_before_birth("exam_date"),
)
