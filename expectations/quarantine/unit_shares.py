"""Unit shares: a laboratory that sends more or fewer of its results in a unit than before is asked about it.

Each row of quarantine.unit_shares is a test in one unit, whose share Great Expectations holds to that of the last release.
"""

from schemas.rule import Rule

RULES = (
    Rule(
        id="TE-010",
        name="units_are_mixed_as_in_the_last_release",
        level="flag",
        category="plausibility, temporal",
        columns=("share_pct", "last_share_pct"),
        when_null="passes: the test has no results now or had none then",
        message="the share of the results of this test that come in this unit moved by more than {points} percentage points",
        action="Look whether the laboratory changed its unit, or whether results came under the unit of another source.",
        citation="Registry protocol: a release is held against the last one",
        thresholds={"points": 5, "min_results": 50},
        applies="result_count >= {min_results} and last_result_count >= {min_results}",
        expectation=("ExpectColumnMaxToBeBetween", {"column": "share_pct"}),
        limits={"min_value": "last_share_pct - {points} - 1e-9", "max_value": "last_share_pct + {points} + 1e-9"},
        shows="row_key || ': ' || round(share_pct, 1) || ' %, in the last release ' || round(last_share_pct, 1) || ' %'",
    ),
)
