"""Baseline labs: the source sends the tests of Table 1 and of the Child-Pugh score."""

from schemas.lab_tests import lab_tests, tests_with
from schemas.rule import Rule

TESTS = tests_with(lambda test: test.patients_column)

RULES = (
    Rule(
        id="CP-004",
        name="source_sends_every_test_of_table_1",
        level="flag",
        category="completeness",
        columns=("test",),
        when_null="passes",
        message="a laboratory test of Table 1 or the Child-Pugh score is known of no patient: the source does not seem to send it",
        action=f"Send {', '.join(lab_tests()[test].in_a_sentence for test in TESTS)}, or do without what needs them.",
        citation="Registry protocol, Table 1 and Child-Pugh",
        expectation=("ExpectColumnDistinctValuesToContainSet", {"column": "test", "value_set": list(TESTS)}),
    ),
)
