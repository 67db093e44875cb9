"""Code shares: a coded column has each code about as often as in the last release, and each source has its share of the rows.

Each row of quarantine.code_shares is a column and the code whose share moved most, and that share is held by Great Expectations to the
one of then. Counts stand beside the percentages: five rows never are a jump. Of the rows that came, one half may be otherwise: in the first
months of a registry one patient brings a tenth of all rows.
"""

from schemas.rule import Rule

# so many points, or so many rows where they are more of them, and one half of those that came; a share that is at the limit in decimals may
# be beside it in binary
JUMP = "(greatest({points}, 100.0 * {most_rows} / row_count) + 50.0 * greatest(0, row_count - last_row_count) / row_count + 1e-9)"

RULES = (
    Rule(
        id="TE-010",
        name="codes_are_as_frequent_as_in_the_last_release",
        level="flag",
        category="plausibility, temporal",
        columns=("share_pct", "last_share_pct"),
        when_null="passes: the column is blank everywhere, or was then",
        message="the share of rows that have one code in this column moved by more than {points} percentage points since the last release",
        action="Look whether a source changed its code book, unit or words, or whether rows of one source are missing or sent twice.",
        citation="Registry protocol: a release is held against the last one",
        thresholds={"points": 5, "most_rows": 5, "min_rows": 50},
        applies="row_count >= {min_rows} and last_row_count >= {min_rows}",
        expectation=("ExpectColumnMaxToBeBetween", {"column": "share_pct"}),
        limits={"min_value": f"last_share_pct - {JUMP}", "max_value": f"last_share_pct + {JUMP}"},
        shows="row_key || ': ' || code || ' in ' || round(share_pct, 1) || ' %, in the last release ' || round(last_share_pct, 1) || ' %'",
    ),
)
