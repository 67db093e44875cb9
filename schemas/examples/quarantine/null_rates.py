"""Examples of the rules of blank cells per column; tests/gate/test_last_release.py has every limit."""

from schemas.examples.drawing import example

GOOD = {"null_count": 0, "row_count": 200, "last_null_count": 0, "last_row_count": 200, "null_pct": 0.0, "last_null_pct": 0.0}
COLUMNS = "null_count row_count last_null_count last_row_count"


def column(blank: int, rows: int, last_blank: int | None) -> dict:
    """Draw a column of as many rows as in the last release, with its blank cells now and then."""
    then = {} if last_blank is None else {"last_null_count": last_blank, "last_row_count": rows, "last_null_pct": 100 * last_blank / rows}
    return {"null_rates": [{"null_count": blank, "row_count": rows, "null_pct": 100 * blank / rows, **then}]}


EXAMPLES = [
    example(
        "null_rates",
        "CP-015 flag",
        COLUMNS,
        [column(20, 200, 0), column(200, 200, None)],
        [column(21, 200, 0), column(50, 200, 0)],
        "CP-015 stop",
    ),
    example("null_rates", "CP-015 stop", COLUMNS, [column(51, 200, 51), column(5, 12, 0)], [column(51, 200, 0), column(6, 12, 0)]),
]
