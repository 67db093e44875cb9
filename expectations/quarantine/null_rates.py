"""Null rates: a column that is suddenly blank, or suddenly filled, is asked about; a large jump makes no release.

Counts stand beside the percentages: five cells never are a jump.
"""

from expectations.quarantine.row_counts import ALLOWED_BY_REASON, OVERRIDE
from schemas.rule import Rule

JUMP = "abs(null_pct - last_null_pct)"
MORE_THAN_FIVE = f"{JUMP} * row_count / 100 > 5"


def _null_rate(name: str, **stated: object) -> Rule:
    return Rule(
        id="CP-015",
        name=name,
        category="completeness",
        columns=("null_count", "row_count", "last_null_count", "last_row_count"),
        when_null="passes: there is no last release to compare with, or the table has no rows",
        citation="OHDSI DataQualityDashboard measureValueCompleteness",
        applies="last_null_pct is not null and null_pct is not null",
        shows="row_key || ' is blank in ' || round(null_pct, 1) || ' %, in the last release ' || round(last_null_pct, 1) || ' %'",
        **stated,
    )


RULES = (
    _null_rate(
        "column_is_blank_about_as_often_as_in_the_last_release",
        level="flag",
        message="the share of blank cells in this column differs by more than {points} percentage points from the last release",
        action="Look whether the source changed how it fills the column, or a header or a code book no longer fits.",
        thresholds={"points": 10, "stop_points": 25},
        where=f"{JUMP} > {{points}} and {MORE_THAN_FIVE} and not ({JUMP} > {{stop_points}} and {ALLOWED_BY_REASON})",
    ),
    _null_rate(
        "column_is_not_blank_or_filled_all_at_once",
        level="stop",
        message="the share of blank cells in this column differs by more than {points} percentage points from the last release",
        action=f"Look whether a column is missing from the extract, or its header or code book no longer fits; {OVERRIDE}.",
        thresholds={"points": 25},
        where=f"{JUMP} > {{points}} and {MORE_THAN_FIVE} and {ALLOWED_BY_REASON}",
    ),
)
