"""Read responses: what a reader wrote agrees with what the reader measured."""

from schemas.rule import Escalation, Rule

ARITHMETIC = "target_arithmetic(sum_mm, baseline_mm, baseline_date, nadir_mm, nadir_date, missing_targets)"
LACKS_A_TARGET = "(derived_target_response = 'NE' and missing_target_count > 0)"  # then CP-009 speaks, and no other rule
MAY_DERIVE_TARGETS = "not has_quarantined_lesion and (baseline_mm is not null or derived_target_response = 'NA')"

RULES = (
    Rule(
        id="MR-007",
        name="recorded_target_response_equals_derived",
        level="flag",
        category="conformance, computational",
        columns=("recorded_target_response", "derived_target_response"),
        when_null="passes: nothing recorded, no complete baseline of this reader, a quarantined lesion, or a target missing (CP-009)",
        message=(
            "the recorded target response is not the one that follows from the sums by the criterion of the site (CR at 0; PR against the "
            "baseline, PD against the smallest sum, PD before PR)"
        ),
        action="Look at the diameters of this exam, the baseline and the exam with the smallest sum; correct the diameter or the response.",
        citation="KLCA-NCC 2022 guideline Table 11 (PMC9747269)",
        # a small regrowth from nothing is for the adjudicator (REVIEW), but complete response it is not
        where=(
            f"recorded_target_response <> derived_target_response and {MAY_DERIVE_TARGETS} and not {LACKS_A_TARGET} "
            "and (derived_target_response <> 'REVIEW' or recorded_target_response = 'CR')"
        ),
        applies=(
            f"recorded_target_response is not null and derived_target_response is not null and {MAY_DERIVE_TARGETS} "
            f"and not {LACKS_A_TARGET}"
        ),
        shows=(
            "format('recorded {}, derived {} ({}): {}', recorded_target_response, derived_target_response, "
            f"limits_in_words, {ARITHMETIC})"
        ),
        escalation=Escalation(above_pct=10),
    ),
    Rule(
        id="CP-009",
        name="every_baseline_target_is_measured_or_the_read_is_not_evaluable",
        level="flag",
        category="completeness",
        columns=("missing_target_count", "derived_target_response"),
        when_null="fails: a target without diameter and enhancement is not measured",
        message="a target of the reader's baseline is not measured at this exam, what was seen is not PD, and the read is not NE",
        action="Send the missing diameter (0 mm without enhancement), or make the target response NE and give the reason.",
        citation="admiralonco adtr vignette; RECIST-QC sod_missing_baseline_tl",
        where=(
            f"is_recorded_criterion and {LACKS_A_TARGET} and not has_quarantined_lesion and derived_overall_response <> 'PD' "
            "and coalesce(recorded_target_response, recorded_overall_response, '') not in ('NE', 'ND')"
        ),
        applies="is_recorded_criterion and target_count > 0 and not has_quarantined_lesion",
        shows=(
            "format('recorded {}, derived NE: {}', "
            f"coalesce(recorded_target_response, recorded_overall_response, 'nothing'), {ARITHMETIC})"
        ),
    ),
    # An overall response that follows from the recorded parts, or from the derived ones, is no slip in the matrix: a part that is wrong
    # has its own finding (MR-007, MR-009, CP-009), and one fault makes one finding.
    Rule(
        id="MR-008",
        name="recorded_overall_response_follows_from_its_parts",
        level="flag",
        category="conformance, computational",
        columns=("recorded_overall_response", "derived_overall_response", "overall_response_by_recorded_parts"),
        when_null="passes: nothing recorded or nothing to derive from; an exam not done (ND) has no parts",
        message="the recorded overall response follows neither from the recorded nor from the derived target, non-target and new lesions",
        action="Correct the overall response, or the part that led to it.",
        citation="Choi et al., Acad Radiol 2018;25(11), Table A.1",
        where=(
            "recorded_overall_response <> 'ND' and recorded_overall_response <> overall_response_by_recorded_parts "
            "and recorded_overall_response <> derived_overall_response "
            "and not (recorded_overall_response = 'NE' and 'NED' in (overall_response_by_recorded_parts, derived_overall_response)) "
            "and (baseline_mm is not null or recorded_target_response is not null or derived_overall_response = 'PD') "
            f"and (recorded_target_response is not null or not (has_quarantined_lesion or {LACKS_A_TARGET}))"
        ),
        applies="recorded_overall_response <> 'ND' and overall_response_by_recorded_parts is not null",
        shows=(
            "format('recorded {}; {} by the recorded parts ({}); {} by the derived ones ({}): {}', recorded_overall_response, "
            "overall_response_by_recorded_parts, "
            "response_parts(recorded_target_response, recorded_non_target_response, recorded_has_new_lesion), "
            "coalesce(derived_overall_response, 'none'), "
            f"response_parts(derived_target_response, derived_non_target_response, derived_has_new_lesion), {ARITHMETIC})"
        ),
        escalation=Escalation(above_pct=5),
    ),
    Rule(
        id="MR-024",
        name="what_only_a_person_can_judge_has_a_recorded_response",
        level="flag",
        category="completeness",
        columns=("new_lesion_state", "derived_target_response", "recorded_overall_response"),
        when_null="passes: no new lesion, or nothing derived",
        message=(
            "the read shows what no arithmetic decides (a new lesion that is small or without the typical pattern, or a small regrowth or "
            "a node below the size of a target after nothing was left), and no overall response is recorded; it counts as no progression"
        ),
        action="Have the exam judged, and send the overall response; a later exam that confirms the lesion dates the progression back.",
        citation="RECIST 1.1 (equivocal new lesions); EORTC RECIST working group, FAQ on new lymph node lesions",
        where=(
            "is_recorded_criterion and recorded_overall_response is null and derived_overall_response is distinct from 'PD' "
            "and (new_lesion_state = 'EQUIVOCAL' or 'REVIEW' in (derived_target_response, derived_non_target_response)) "
            "and not has_grown_late_target"
        ),
        applies="is_recorded_criterion and recorded_overall_response is null",
        shows=f"format('{{}}: {{}}', response_parts(derived_target_response, derived_non_target_response, null), {ARITHMETIC})",
    ),
    Rule(
        id="MR-025",
        name="progression_by_a_new_lesion_is_dated_to_its_first_exam",
        level="flag",
        category="plausibility, temporal",
        columns=("new_lesion_state", "recorded_overall_response"),
        when_null="passes: nothing recorded, so that the derived response is dated back; no new lesion",
        message="a new lesion that was still equivocal at this exam is tumour at a later one; progression is dated to the first exam",
        action="Confirm the lesion, and make the overall response of this exam PD if it is progression.",
        citation="RECIST 1.1: progression on the date of the scan that showed the lesion first",
        where="is_recorded_criterion and new_lesion_state = 'LATER' and recorded_overall_response <> 'PD'",
        applies="is_recorded_criterion and new_lesion_state = 'LATER' and recorded_overall_response is not null",
        shows="format('recorded {} on {}', recorded_overall_response, exam_date)",
    ),
    # The catalogue rejects; here the read is kept with its recorded response, and the finding asks.
    Rule(
        id="MR-009",
        name="new_lesion_rows_and_recorded_new_lesion_agree",
        level="flag",
        category="conformance, computational",
        columns=("new_lesion_count", "recorded_has_new_lesion", "recorded_overall_response"),
        when_null="passes: a read without lesion rows, or without a recorded new lesion or overall response; a quarantined lesion",
        message="the lesions and the read contradict each other: a new lesion without its mark or without PD, or the mark without a lesion",
        action="Add the missing lesion row, or correct the mark or the overall response.",
        citation="sdtmchecks check_tu_rs_new_lesions",
        where=(
            "is_recorded_criterion and lesion_count > 0 and not has_quarantined_lesion "
            "and ((recorded_has_new_lesion and new_lesion_count = 0) or (new_lesion_state in ('YES', 'RECORDED') "
            "and (not recorded_has_new_lesion or recorded_overall_response <> 'PD')))"
        ),
        applies="is_recorded_criterion and lesion_count > 0 and not has_quarantined_lesion",
        shows=(
            "format('{} new lesion rows, new lesion recorded: {}, overall response recorded: {}', new_lesion_count, "
            "case recorded_has_new_lesion when true then 'yes' when false then 'no' else 'nothing' end, "
            "coalesce(recorded_overall_response, 'nothing'))"
        ),
    ),
)
