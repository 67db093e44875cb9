"""Baseline labs: the source sends the tests of Table 1 and of the Child-Pugh score."""

from expectations.cohort.checks.baseline_lab_tests import TESTS
from schemas.rule import Rule

RULES = (
    Rule(
        id="CP-004",
        name="source_sends_every_test_of_table_1",
        level="flag",
        category="completeness",
        columns=("test",),
        when_null="passes",
        message="a laboratory test of Table 1 or the Child-Pugh score is known of no patient: the source does not seem to send it",
        action="Send AST, ALT, bilirubin, AFP, albumin, INR, platelets and creatinine, or do without what needs them.",
        citation="Registry protocol, Table 1 and Child-Pugh",
        expectation=("ExpectColumnDistinctValuesToContainSet", {"column": "test", "value_set": list(TESTS)}),
    ),
)
