"""Changed cells: what was said in a row of the last release is said in it still, but for a few corrections.

Each row of quarantine.changed_cells is a column, and Great Expectations holds the number of rows in which it says something else to a
share of those in which it was filled in the last release. So a code that is swapped for another as often as that one for it is seen, and so
are numbers of another unit wherever they lie. Five rows never are many.
"""

from schemas.rule import Rule

RULES = (
    Rule(
        id="TE-011",
        name="cells_of_the_last_release_say_the_same",
        level="flag",
        category="plausibility, temporal",
        columns=("changed_count", "last_filled_count"),
        when_null="passes: there is no last release to compare with",
        message="more than {above_pct} % of the rows of the last release, and more than {min_count}, say something else in this column now",
        action="Look whether a source changed its code book, unit or words; if they were corrected on purpose, nothing is to be done.",
        citation="Registry protocol: a release is held against the last one",
        thresholds={"above_pct": 5, "min_count": 5},
        applies="last_filled_count > 0",
        expectation=("ExpectColumnMaxToBeBetween", {"column": "changed_count"}),
        limits={"max_value": "greatest({min_count}, last_filled_count * {above_pct} / 100)"},
        shows="row_key || ': ' || changed_count || ' of ' || last_filled_count || ' rows'",
    ),
)
