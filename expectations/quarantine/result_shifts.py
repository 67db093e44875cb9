"""Result shifts: the results of a laboratory test lie where they lay in the last release.

Each row of quarantine.result_shifts is a test and a quantile of the last release; Great Expectations holds the share of tonight's results
at or below it to the share of then. (Not ExpectColumnQuantileValuesToBeBetween: a value such as that of AFP scatters over six powers of
ten, and its nine tenths move by a fifth when one patient comes; shares move by no more than what comes.)
"""

from schemas.rule import Rule

RULES = (
    Rule(
        id="TE-010",
        name="results_lie_where_they_lay_in_the_last_release",
        level="flag",
        category="plausibility, temporal",
        columns=("below_pct", "last_below_pct"),
        when_null="passes: the test has no results now or had none then",
        message="the share of the results of this test up to a quantile of the last release moved by more than {points} percentage points",
        action="Look whether the laboratory changed a unit or a method, or whether numbers of another unit stand among the results.",
        citation="Registry protocol: a release is held against the last one",
        thresholds={"points": 5, "min_results": 50},
        applies="result_count >= {min_results} and last_result_count >= {min_results}",
        expectation=("ExpectColumnMaxToBeBetween", {"column": "below_pct"}),
        limits={"min_value": "last_below_pct - {points} - 1e-9", "max_value": "last_below_pct + {points} + 1e-9"},
        shows="row_key || ': ' || round(below_pct, 1) || ' %, in the last release ' || round(last_below_pct, 1) || ' %'",
    ),
)
