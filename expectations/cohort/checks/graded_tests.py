"""Graded tests: the source sends the limits of normal."""

from schemas.rule import Rule

RULES = (
    Rule(
        id="CP-011",
        name="source_sends_the_limits_that_grades_need",
        level="flag",
        category="completeness",
        columns=("test", "result_count", "without_limit_count"),
        when_null="passes",
        message="more than {share_pct} % of the results of a laboratory test lack the limit of normal that their CTCAE grade needs",
        action="Send the reference limits of this test: the upper one of a test that rises, the lower one of a test that falls.",
        citation="CTCAE v5.0; admiral derive_var_atoxgr: a missing limit is no grade 0",
        where="without_limit_pct > {share_pct}",
        thresholds={"share_pct": 20},
        shows="printf('%s: %d of %d results = %.1f %%', test, without_limit_count, result_count, without_limit_pct)",
    ),
)
