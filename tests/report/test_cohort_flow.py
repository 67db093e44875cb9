"""The cohort flow says why patients were excluded, by the limits that were in force."""

import pytest

from pipelines.report.cohort_flow import REASONS, why_excluded
from schemas.cohort.eligibility.eligibility import TYPES


@pytest.mark.parametrize(
    ("criterion", "description", "said"),
    [
        ("has_arm", "arm can be assigned", "arm cannot be assigned"),
        ("is_adult", "age 18 to 110 years at the index date", "age outside 18 to 110 years at the index date"),
        ("is_adult", "age 20 to 95 years at the index date", "age outside 20 to 95 years at the index date"),
        ("has_hcc+is_adult", "hepatocellular carcinoma; age 18 to 90 years", "no hepatocellular carcinoma; or age outside 18 to 90 years"),
        ("has_port", "a port", "not has port"),
    ],
)
def test_a_step_says_why_it_excluded(criterion, description, said):
    assert why_excluded(criterion, description) == said


def test_reasons_are_those_of_steps_that_exist():
    assert REASONS.keys() <= TYPES.keys()
