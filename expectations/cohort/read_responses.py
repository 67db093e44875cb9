"""Read responses: what a reader wrote agrees with what the reader measured."""

from schemas.rule import Escalation, Rule

RULES = (
    Rule(
        id="MR-007",
        name="recorded_target_response_equals_derived",
        level="flag",
        category="conformance, computational",
        columns=("recorded_target_response", "derived_target_response"),
        when_null="passes: nothing recorded, no complete baseline of this reader, or a regrowth that only the adjudicator can judge",
        message=(
            "the recorded target response is not the one that follows from the sums (PR from -30 % of baseline, PD from +20 % of the "
            "smallest sum, PD before PR, CR at 0, NE if a target of the baseline is missing)"
        ),
        action="Look at the diameters of this exam, the baseline and the exam with the smallest sum; correct the diameter or the response.",
        citation="KLCA-NCC 2022 guideline Table 11 (PMC9747269)",
        where="recorded_target_response <> derived_target_response and (baseline_mm is not null or derived_target_response = 'NA')",
    ),
    # An overall response that follows from the recorded parts, or from the derived ones, is no slip in the matrix: a part that is wrong
    # has its own finding (MR-007, MR-009), and one fault makes one finding.
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
            "and (baseline_mm is not null or recorded_target_response is not null or derived_overall_response = 'PD')"
        ),
    ),
    # The catalogue rejects; here the read is kept with its recorded response, and the finding asks.
    Rule(
        id="MR-009",
        name="new_lesion_rows_and_recorded_new_lesion_agree",
        level="flag",
        category="conformance, computational",
        columns=("new_lesion_count", "recorded_has_new_lesion", "recorded_overall_response"),
        when_null="passes: a read without lesion rows, or without a recorded new lesion or overall response",
        message="the lesions and the read contradict each other: a new lesion without its mark or without PD, or the mark without a lesion",
        action="Add the missing lesion row, or correct the mark or the overall response.",
        citation="sdtmchecks check_tu_rs_new_lesions",
        where=(
            "lesion_count > 0 and ((new_lesion_count > 0) <> recorded_has_new_lesion "
            "or (new_lesion_count > 0 and recorded_overall_response <> 'PD'))"
        ),
    ),
    Rule(
        id="CC-006",
        name="recorded_sum_equals_the_sum_of_viable_diameters",
        level="flag",
        category="conformance, computational",
        columns=("recorded_sum_mm", "derived_sum_mm"),
        when_null="passes: no sum recorded, no targets measured, or a target missing",
        message="the recorded sum differs by more than {tolerance_mm} mm from the sum of the viable target diameters; the latter is used",
        action="Correct the sum or the diameter.",
        citation="RECIST-QC recist_calc, with a tolerance for rounding",
        applies="recorded_sum_mm is not null and derived_sum_mm is not null and missing_target_count = 0",
        where="missing_target_count = 0 and round(abs(recorded_sum_mm - derived_sum_mm), 6) > {tolerance_mm}",
        thresholds={"tolerance_mm": 0.5},
        shows="'recorded ' || recorded_sum_mm || ' mm, the diameters add up to ' || derived_sum_mm || ' mm'",
        escalation=Escalation(above_pct=5),
    ),
)
