"""Exam responses: readers who differ have an adjudicator."""

from schemas.rule import Escalation, Rule

# Nobody recorded a response by another criterion: by that, readers need not agree.
RECORDED = "is_recorded_criterion"

RULES = (
    Rule(
        id="IR-002",
        name="differing_reads_have_an_adjudication",
        level="flag",
        category="plausibility, atemporal",
        columns=("decided_by", "opinion_count"),
        when_null="passes: one read alone is no difference",
        message="the readers of the exam differ and no adjudicator has read it; the exam counts for no response",
        action="Have the exam adjudicated, or choose another adjudication in registry.toml.",
        citation="Blinded independent central review",
        query=f"select source_row_key as row_key from {{batch}} where {RECORDED} and decided_by = 'none' and opinion_count > 1",
        applies=f"{RECORDED} and read_count > 1",
        shows="format('readers: {}', reader_responses)",
        escalation=Escalation(above_pct=40),
    ),
    # More than two readers may be right to differ from each other: the adjudicator need not side with one who stands alone.
    Rule(
        id="IR-003",
        name="adjudicated_response_is_that_of_a_reader",
        level="flag",
        category="conformance, value",
        columns=("decided_by", "response", "reader_responses"),
        when_null="passes: no adjudication, or fewer than two reads to choose from",
        message="the adjudicator's response is none of the readers'",
        action="Confirm the adjudicated response; an adjudicator chooses between the reads.",
        citation="Blinded independent central review",
        query=(
            "select source_row_key as row_key from {batch} "
            f"where {RECORDED} and decided_by = 'adjudicator' and read_count > 1 and not is_adjudicator_with_a_reader"
        ),
        applies=f"{RECORDED} and decided_by = 'adjudicator' and read_count > 1",
        shows="format('readers: {}, adjudicator: {}', reader_responses, response)",
    ),
    Rule(
        id="CP-008",
        name="exam_has_more_than_one_read",
        level="flag",
        category="completeness",
        columns=("decided_by", "read_count"),
        when_null="fails: a read without a response is none",
        message="only one reader has a response for the exam and no adjudicator has read it; the exam counts for no response",
        action="Send the missing reads.",
        citation="Registry protocol: two independent radiologists",
        query=f"select source_row_key as row_key from {{batch}} where {RECORDED} and decided_by = 'none' and opinion_count = 1",
        escalation=Escalation(above_pct=10),
    ),
    Rule(
        id="PT-009",
        name="response_exam_lies_after_the_index_date",
        level="flag",
        category="plausibility, temporal",
        columns=("timepoint", "exam_date"),
        when_null="passes: a patient without index date cannot be judged",
        message="an exam after baseline of the index course lies on or before the index date; it counts for no response",
        action="Correct the timepoint, the course or the date of the exam.",
        citation="admiralonco derive_param_bor: exams before the start are not dropped by the function",
        query=(
            "select r.source_row_key as row_key from (select * from {batch}) as r "
            "join cohort.index_dates as i on i.patient_id = r.patient_id and i.index_treatment = r.course "
            f"where r.exam_date <= i.index_date and r.{RECORDED}"
        ),
    ),
)
