"""Newest events: a source that has not been filled for weeks looks like good survival.

Each row of quarantine.newest_events is a table with dates; Great Expectations holds its newest one to the day of the extract.
"""

from schemas.rule import Rule

RULES = (
    Rule(
        id="CP-017",
        name="source_is_filled_up_to_the_extract",
        level="flag",
        category="completeness",
        columns=("newest_date",),
        when_null="passes: the table has no rows; so does a source whose calendar is made up",
        message="the newest row of the table is more than {fresh_days} days older than the as-of date of the extract",
        action="Send a complete extract, or set as_of in registry.toml to the day up to which the extracts are complete.",
        citation="Registry protocol: a stale source looks like good survival",
        thresholds={"fresh_days": 14},
        applies="newest_date is not null and getvariable('has_real_dates')",
        expectation=("ExpectColumnMaxToBeBetween", {"column": "newest_date"}),
        limits={"min_value": "getvariable('as_of') - {fresh_days}"},
        shows="'the newest row of ' || row_key || ' is ' || (getvariable('as_of') - newest_date) || ' days old'",
    ),
)
