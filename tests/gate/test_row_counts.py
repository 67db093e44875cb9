"""A table that loses many of its rows, or comes with far fewer than last time, stops the run; a handful of rows never does."""

import pytest

from tests.quarantine_of import found_in, open_quarantine, put_rows

COUNTS = {  # table: (read, quarantined, read in the last release), what stops
    "five of six": ((6, 5, None), None),
    "six of seven": ((7, 6, None), "CP-020"),
    "a quarter": ((40, 10, None), None),
    "over a quarter": ((39, 10, None), "CP-020"),
    "nothing sent": ((0, 0, None), None),
    "five fewer": ((5, 0, 10), None),
    "six fewer": ((4, 0, 10), "CP-014"),
    "95 of 100 %": ((190, 0, 200), None),
    "under 95 %": ((189, 0, 200), "CP-014"),
    "grown": ((400, 0, 200), None),
}


def stopped(override_reason: str) -> dict[str, str]:
    connection = open_quarantine(override_reason=override_reason)
    drawn = [
        {"row_key": table, "read_count": read, "quarantined_count": quarantined, "last_read_count": last}
        for table, ((read, quarantined, last), _) in COUNTS.items()
    ]
    put_rows(connection, "row_counts", drawn)
    found = found_in(connection, "row_counts")
    assert {level for _, _, level in found} <= {"stop"}
    return {table: rule for table, rule, _ in found}


@pytest.fixture(scope="module")
def found():
    return stopped("")


@pytest.mark.parametrize("table", COUNTS)
def test_table_stops_the_run(found, table):
    assert found.get(table) == COUNTS[table][1]


def test_a_reason_lets_one_run_pass():
    assert stopped("the department of radiology closed") == {}
