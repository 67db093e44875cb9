"""Unread results: where most results of a test cannot be read, the settings are wrong, and not the results.

Each row of quarantine.unread_results is a test. All albumin and creatinine of a file with decimal commas are few of its rows.
"""

from schemas.rule import Rule

RULES = (
    Rule(
        id="CV-037",
        name="most_results_of_a_test_can_be_read",
        level="stop",
        category="conformance, value",
        columns=("unread_count", "filled_count"),
        when_null="passes: nothing is filled",
        message="more than {most} results of a laboratory test, and more than {share_pct} % of them, cannot be read",
        action=(
            "Look at the results in findings.xlsx: most likely decimal_mark of this table is not said, or words of results need codes. "
            "Where nothing can be done, let the rule ask: level = flag under [rules.most_results_of_a_test_can_be_read], with the reason."
        ),
        citation="OHDSI DataQualityDashboard: thresholds as a percentage of rows",
        thresholds={"share_pct": 50, "most": 5},  # five cells never stop a run
        where="unread_count > {most} and unread_pct > {share_pct}",
        shows="format('{}: {} of {} cannot be read', row_key, unread_count, filled_count)",
    ),
)
