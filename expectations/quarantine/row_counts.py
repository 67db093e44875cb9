"""Row counts: a table that loses many of its rows, or comes with far fewer than last time, makes no release.

Each row of quarantine.row_counts is a table of the registry, and is held by Great Expectations to limits of its own.

A wrong key, a wrong date order or a truncated extract quarantines rows one by one, each rightly; together they would publish a cohort
that has lost its patients. Counts stand beside the percentages: five rows of twelve are no reason to stop a small registry.
"""

from schemas.rule import Rule

ALLOWED_BY_REASON = "getvariable('override_reason') = ''"
OVERRIDE = "if the loss is right, say why in override_reason under [gate] of the settings, with the day of this run in override_day"

RULES = (
    Rule(
        id="CP-020",
        name="most_rows_of_a_table_are_accepted",
        level="stop",
        category="completeness",
        columns=("read_count", "quarantined_count"),
        when_null="passes: a table that was not sent has no rows",
        message="more than five rows of the table, and a larger share of it than max_quarantined_pct allows, are quarantined",
        action=f"Look at the rule with the most findings for this table: one cause is likely behind them all; {OVERRIDE}.",
        citation="OHDSI DataQualityDashboard: thresholds as a percentage of rows",
        expectation=("ExpectColumnMaxToBeBetween", {"column": "quarantined_count"}),
        limits={"max_value": f"case when {ALLOWED_BY_REASON} then greatest(5, read_count * getvariable('max_quarantined_pct') / 100) end"},
    ),
    Rule(
        id="CP-014",
        name="table_has_not_shrunk_since_the_last_release",
        level="stop",
        category="completeness",
        columns=("read_count", "last_read_count"),
        when_null="passes: there is no last release to compare with",
        message="the table has lost more than five rows since the last release, and a larger share than min_rows_of_last_pct allows",
        action=f"Send the whole extract; {OVERRIDE}.",
        citation="Registry protocol: extracts are cumulative, a nightly extract may be truncated",
        expectation=("ExpectColumnMinToBeBetween", {"column": "read_count"}),
        limits={
            "min_value": (
                "case when last_read_count is not null and "
                f"{ALLOWED_BY_REASON} then least(last_read_count - 5, last_read_count * getvariable('min_rows_of_last_pct') / 100) end"
            )
        },
    ),
    Rule(
        id="CP-021",
        name="table_that_rules_look_at_is_sent",
        level="flag",
        category="completeness",
        columns=("read_count",),
        when_null="passes",
        message="a table is not sent, as the settings say; rules about it had nothing to look at",
        action="If the hospital has it, send it and take it out of tables_not_sent; if not, nothing is to be done.",
        citation="Registry protocol: what is not asked is said once, and of no patient",
        held_by="gate.tables_not_sent.ask_for_tables",
    ),
)
