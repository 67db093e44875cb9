"""File losses: a file that has lost many of its rows since the last release is asked about, however large its table is.

Each row of quarantine.file_losses is a table and a file, of which Great Expectations holds the number of lost rows to a share of those that
it had in the last release. That of the whole table stops the run (quarantine.row_counts). Rows are known by what stands in them: one that
comes in another file now is not lost.
"""

from schemas.rule import Rule

RULES = (
    Rule(
        id="CP-014",
        name="rows_of_each_file_are_still_sent",
        level="flag",
        category="completeness",
        columns=("last_row_count", "lost_count"),
        when_null="passes: there is no last release to compare with",
        message="more than {min_count} rows of this file, and more than {above_pct} % of them, are not sent any more",
        action="Look whether the file was sent to its end, and send the whole extract.",
        citation="Registry protocol: extracts are cumulative, a nightly extract may be truncated",
        thresholds={"above_pct": 5, "min_count": 5},
        applies="last_row_count > 0",
        expectation=("ExpectColumnMaxToBeBetween", {"column": "lost_count"}),
        limits={"max_value": "greatest({min_count}, last_row_count * {above_pct} / 100)"},
        shows="row_key || ': ' || lost_count || ' of ' || last_row_count || ' rows are not sent any more'",
    ),
)
