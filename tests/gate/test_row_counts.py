"""A table that loses many of its rows, or no longer has those of the last release, stops the run; a handful of rows never does."""

import pytest

from tests.quarantine_of import found_in, open_quarantine, put_rows

COUNTS = {  # table: (read, quarantined, rows in the last release, of them lost, quarantined then), what stops
    "five of six": ((6, 5, 0, 0, None), None),
    "six of seven": ((7, 6, 0, 0, None), "CP-020"),
    "a quarter": ((40, 10, 0, 0, None), None),
    "over a quarter": ((39, 10, 0, 0, None), "CP-020"),
    "five more than were": ((40, 25, 0, 0, 20), None),
    "six more than were": ((40, 26, 0, 0, 20), "CP-020"),
    "nothing sent": ((0, 0, 0, 0, None), None),
    "five lost": ((5, 0, 10, 5, None), None),
    "six lost": ((4, 0, 10, 6, None), "CP-014"),
    "five in a hundred": ((190, 0, 200, 10, None), None),
    "more than five in a hundred": ((189, 0, 200, 11, None), "CP-014"),
    "as many are new": ((200, 0, 200, 11, None), "CP-014"),
    "grown": ((400, 0, 200, 0, None), None),
}


def stopped(override_reason: str) -> dict[str, str]:
    connection = open_quarantine(override_reason=override_reason)
    drawn = [
        {"row_key": table, "read_count": read, "quarantined_count": quarantined, "last_row_count": last, "lost_count": lost}
        | {"last_quarantined_count": then}
        for table, ((read, quarantined, last, lost, then), _) in COUNTS.items()
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
