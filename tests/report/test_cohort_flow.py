"""The cohort flow says why patients were excluded in the words of the criteria in force, and which criteria the study does not ask."""

from pipelines.analysis.arms import compared_arms
from pipelines.report.cohort_flow import build_flow, criteria_off_in_words
from pipelines.settings.study import Study
from schemas.examples.settings import STUDY

ROWS = [
    {
        "criterion": "is_adult",
        "description": "age 20 to 95 years at the index date",
        "reason": "age outside 20 to 95 years at the index date",
        "before_count": 10,
        "excluded_count": 2,
        "remaining_count": 8,
    }
]


def test_a_step_says_why_it_excluded():
    flow = build_flow(ROWS, [("first_line", 8)], compared_arms(Study.model_validate(STUDY)), "Figure S")
    assert (flow.start, [(step.excluded, step.reason) for step in flow.steps]) == (
        10,
        [(2, "age outside 20 to 95 years at the index date")],
    )


def test_the_criteria_that_are_off_stand_beside_the_flow_with_their_reasons():
    off = {"is_adult": {"off": True, "reason": "children are treated here"}, "has_sex": {"off": True, "reason": "not in the extracts"}}
    study = Study.model_validate(STUDY | {"eligibility": off})
    assert criteria_off_in_words(study) == (
        "Criteria of eligibility that this study does not ask: sex known (not in the extracts); "
        "age 18 to 110 years at the index date (children are treated here)."
    )
    assert criteria_off_in_words(Study.model_validate(STUDY)) == ""
