"""Row counts: a table that loses many of its rows, to quarantine or since the last release, makes no release.

Each row of quarantine.row_counts is a table of the registry, and is held by Great Expectations to limits of its own.

A wrong key, a wrong date order or a truncated extract quarantines rows one by one, each rightly; together they would publish a cohort
that has lost its patients. Rows of the last release are known by what stands in them (sql/gate/row_changes.sql), so that neither new
rows nor copies make up for those that are lost. Counts stand beside the percentages: five rows of twelve are no reason to stop a small
registry.
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
        columns=("read_count", "quarantined_count", "last_quarantined_count"),
        when_null="passes: a table that was not sent has no rows",
        message=(
            "more than five rows of the table, and a larger share of it than max_quarantined_pct allows, are quarantined, "
            "and over {grown_by} more than in the last release"
        ),
        action=f"Look at the rule with the most findings for this table: one cause is likely behind them all; {OVERRIDE}.",
        citation="OHDSI DataQualityDashboard: thresholds as a percentage of rows",
        thresholds={"grown_by": 5},  # rows that were quarantined when the last release was let pass do not stop every night
        expectation=("ExpectColumnMaxToBeBetween", {"column": "quarantined_count"}),
        limits={
            "max_value": (
                f"case when {ALLOWED_BY_REASON} "
                "then greatest(5, read_count * getvariable('max_quarantined_pct') / 100, last_quarantined_count + {grown_by}) end"
            )
        },
    ),
    Rule(
        id="CP-014",
        name="rows_of_the_last_release_are_still_sent",
        level="stop",
        category="completeness",
        columns=("last_row_count", "lost_count"),
        when_null="passes: there is no last release to compare with",
        message="more than five of the table's rows, and a larger share than min_rows_of_last_pct allows, are not sent any more",
        action=f"Send the whole extract; {OVERRIDE}.",
        citation="Registry protocol: extracts are cumulative, a nightly extract may be truncated",
        applies="last_row_count > 0",
        expectation=("ExpectColumnMaxToBeBetween", {"column": "lost_count"}),
        limits={
            "max_value": (
                f"case when {ALLOWED_BY_REASON} then greatest(5, last_row_count * (100 - getvariable('min_rows_of_last_pct')) / 100) end"
            )
        },
        shows="row_key || ': ' || lost_count || ' of ' || last_row_count || ' rows are not sent any more'",
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
