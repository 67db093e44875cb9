"""Exam responses: readers who differ have an adjudicator."""

from schemas.rule import Rule

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
        query="select source_row_key as row_key from {batch} where decided_by = 'none' and opinion_count > 1",
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
        query="select source_row_key as row_key from {batch} where decided_by = 'none' and opinion_count = 1",
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
            "where r.exam_date <= i.index_date"
        ),
    ),
)
