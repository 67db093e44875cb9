"""Null rates: a column that is suddenly blank, or suddenly filled, is asked about; a large jump makes no release.

Each row of quarantine.null_rates is a column of the registry, whose share of blank cells Great Expectations holds to that of the last
release.

Counts stand beside the percentages: five cells never are a jump.
"""

from expectations.quarantine.row_counts import ALLOWED_BY_REASON, OVERRIDE
from schemas.rule import Rule

STOPS = f"abs(null_pct - last_null_pct) > {{stop_points}} and {ALLOWED_BY_REASON}"  # what the stricter rule finds is not asked as well
# so many points, or five cells where they are more of them; a share that is at the limit in decimals may be beside it in binary
JUMP = "(greatest({points}, 500.0 / row_count) + 1e-9)"


def _null_rate(name: str, held_where: str, **stated: object) -> Rule:
    return Rule(
        id="CP-015",
        name=name,
        category="completeness",
        columns=("null_count", "row_count", "last_null_count", "last_row_count"),
        when_null="passes: there is no last release to compare with, or the table has no rows",
        citation="OHDSI DataQualityDashboard measureValueCompleteness",
        applies="last_null_pct is not null and null_pct is not null",
        expectation=("ExpectColumnMaxToBeBetween", {"column": "null_pct"}),
        limits={
            "min_value": f"case when {held_where} then last_null_pct - {JUMP} end",
            "max_value": f"case when {held_where} then last_null_pct + {JUMP} end",
        },
        shows="row_key || ' is blank in ' || round(null_pct, 1) || ' %, in the last release ' || round(last_null_pct, 1) || ' %'",
        **stated,
    )


RULES = (
    _null_rate(
        "column_is_blank_about_as_often_as_in_the_last_release",
        f"not ({STOPS})",
        level="flag",
        message="the share of blank cells in this column differs by more than {points} percentage points from the last release",
        action="Look whether the source changed how it fills the column, or a header or a code book no longer fits.",
        thresholds={"points": 10, "stop_points": 25},
    ),
    _null_rate(
        "column_is_not_blank_or_filled_all_at_once",
        ALLOWED_BY_REASON,
        level="stop",
        message="the share of blank cells in this column differs by more than {points} percentage points from the last release",
        action=f"Look whether a column is missing from the extract, or its header or code book no longer fits; {OVERRIDE}.",
        thresholds={"points": 25},
    ),
)
