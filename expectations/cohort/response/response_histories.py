"""Response histories: sequences of responses that can be."""

from schemas.rule import Rule

RULES = (
    Rule(
        id="MR-013",
        name="complete_response_is_not_followed_by_partial_response",
        level="flag",
        category="plausibility, temporal",
        columns=("response", "has_earlier_cr"),
        when_null="passes: an exam without a response",
        message="the exam is PR although an earlier one of the course is CR; tumour that comes back after CR is PD",
        action="Have both exams read again.",
        citation="admiralonco signal_crpr",
        query="select source_row_key as row_key from {batch} where is_recorded_criterion and response = 'PR' and has_earlier_cr",
        applies="is_recorded_criterion and response is not null",
        shows="format('CR on {}, PR on {}', first_cr_date, exam_date)",
    ),
    # Exams after a later therapy show that therapy's response; exams of the ate-beva course after the index date do so too.
    Rule(
        id="MR-014",
        name="no_better_response_follows_progression_without_new_therapy",
        level="flag",
        category="plausibility, temporal",
        columns=("response", "has_earlier_pd"),
        when_null="passes: an exam without a response",
        message="the exam is CR, PR or SD although an earlier one of the course is PD and no other therapy began",
        action="Have the progression adjudicated.",
        citation="admiralonco filter_pd",
        query=(
            "select source_row_key as row_key from {batch} "
            "where is_recorded_criterion and response in ('CR', 'PR', 'SD') and has_earlier_pd "
            "and not is_after_new_therapy and (is_index_course or not is_after_index)"
        ),
        applies="is_recorded_criterion and response is not null and has_earlier_pd",
        shows="format('PD on {}, {} on {}', first_pd_date, response, exam_date)",
    ),
)
