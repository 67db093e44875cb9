"""Baseline laboratory tests: each patient has those that the source sends at all."""

from schemas.rule import Rule

RULES = (
    # A test that nobody has is not missing in each patient: the source does not send it, which is one finding and not one per patient.
    Rule(
        id="CP-004",
        name="baseline_result_exists_for_each_test_that_is_sent",
        level="flag",
        category="completeness",
        columns=("test", "has_baseline"),
        when_null="fails: a result without a number is none",
        message="no result of this test lies in the window before the index date",
        action="Send the result; if the test was not done, nothing is to be done.",
        citation="Registry protocol, Table 1 and Child-Pugh",
        query=(
            "select b.row_key from (select * from {batch}) as b where not b.has_baseline "
            "and exists (select 1 from accepted.labs as l where l.test = b.test and l.value_std is not null)"
        ),
    ),
)
