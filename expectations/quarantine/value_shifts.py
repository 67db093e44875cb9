"""Value shifts: the numbers of a column lie where they lay in the last release.

Each row of quarantine.value_shifts is a column (of results of many kinds, a column and a kind) and the quantile of the last release at
which it moved most; Great Expectations holds the share of tonight's numbers at or below it to the share of then. (Not
ExpectColumnQuantileValuesToBeBetween: a value such as that of AFP scatters over six powers of ten, and its nine tenths move by a fifth
when one patient comes; shares move by no more than what comes.)
"""

from expectations.quarantine.code_shares import JUMP
from schemas.rule import Rule

RULES = (
    Rule(
        id="TE-010",
        name="numbers_lie_where_they_lay_in_the_last_release",
        level="flag",
        category="plausibility, temporal",
        columns=("below_pct", "last_below_pct"),
        when_null="passes: the column has no numbers now or had none then",
        message="the share of the numbers of this column up to a quantile of the last release moved by over {points} percentage points",
        action="Look whether a source changed a unit or a method, or whether numbers of another unit stand among the others.",
        citation="Registry protocol: a release is held against the last one",
        thresholds={"points": 5, "most_rows": 5, "min_rows": 50},
        applies="row_count >= {min_rows} and last_row_count >= {min_rows}",
        expectation=("ExpectColumnMaxToBeBetween", {"column": "below_pct"}),
        limits={"min_value": f"last_below_pct - {JUMP}", "max_value": f"last_below_pct + {JUMP}"},
        shows="row_key || ': up to ' || quantile || ' ' || round(below_pct, 1) || ' %, last ' || round(last_below_pct, 1) || ' %'",
    ),
)
