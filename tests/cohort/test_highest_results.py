"""An assay's upper limit is seen in the data: the highest result of a source and test that stands alone and repeats."""

from tests.warehouse_of import build, findings_of, open_drawn, rows_of

USUAL = list(range(10, 19))  # nine different results, each once


def results(source, test, *values, sign="="):
    """Draw results, each of a patient of its own."""
    return [
        {
            "patient_id": f"P{place}",
            "source": source,
            "test": test,
            "value_std": float(value),
            "value_operator": sign,
            "is_censored": sign != "=",
        }
        for place, value in enumerate(values)
    ]


CASES = {  # source: results, and whether one finding asks about them
    "four patients at the highest": (results("four patients at the highest", "AFP", *USUAL, *[2000] * 4), False),
    "five": (results("five", "AFP", *USUAL, *[2000] * 5), True),
    "one patient five times": (
        [{**row, "patient_id": "P1"} for row in results("one patient five times", "AFP", *USUAL, *[99] * 5)],
        False,
    ),
    "few different results": (results("few different results", "AFP", *USUAL[:8], *[2000] * 5), False),
    "the next lower is half as often": (results("the next lower is half as often", "ALB", *USUAL, 4.9, *[18] * 5, *[17] * 2), False),
    "a third as often": (results("a third as often", "ALB", *USUAL, 30, 30, 30, 30, 30, 30, 18), True),
    "with their sign": (
        results("with their sign", "AFP", *USUAL, 25) + results("with their sign", "AFP", *[2000] * 5, sign=">"),
        False,
    ),
    "a listed limit": (results("a listed limit", "AFP", *USUAL, *[20000] * 5), False),  # PA-013 asks at each result
    "words": (results("words", "HBSAG", *USUAL, *[25] * 5), False),
}


def test_the_limit_of_an_assay_is_seen_where_the_highest_result_repeats_and_stands_alone():
    with open_drawn(labs=[row for rows, _ in CASES.values() for row in rows]) as connection:
        build(connection, "highest_results")
        asked = {key.split(":")[0] for key in findings_of(connection, "highest_results", "PA-013")}
        assert asked == {source for source, (_, is_asked) in CASES.items() if is_asked}
        counts = {
            row[0]: row[1:] for row in rows_of(connection, "highest_results", "source", "patient_count", "result_count", "next_count")
        }
        assert counts["five"] == (5, 5, 1) and counts["a third as often"] == (6, 6, 2) and "words" not in counts


def test_a_test_that_two_sources_send_is_looked_at_in_each():
    rows = [*results("emr", "AFP", *USUAL, *[2000] * 5), *results("old", "AFP", *USUAL, *[2000] * 5, 3000)]
    with open_drawn(labs=rows) as connection:
        build(connection, "highest_results")
        assert findings_of(connection, "highest_results", "PA-013") == ["emr:AFP"]
