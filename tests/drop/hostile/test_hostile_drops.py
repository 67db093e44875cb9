"""Each kind of hostile drop is read right, quarantined with a reason, or refused in one sentence; quickly and in little memory."""

import json
import re
from collections import Counter

import pytest

from pipelines.run.exit_code import ExitCode
from tests.drop.hostile.all_kinds import MEASURED, PAGE, hostile_page, kinds
from tests.drop.hostile.drawn_rows import drawn_rows
from tests.drop.hostile.warm import warm_process
from tests.small_drop import TABLES, SmallDrop

SECONDS, MEGABYTES = 30, 1_000


@pytest.fixture(scope="module")
def take():
    """What takes a drop and returns (what was measured, what came of it, what was printed)."""
    with warm_process() as take_one:
        yield take_one


@pytest.mark.slow
@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.name)
def test_every_kind_comes_to_what_is_right(take, tmp_path, kind):
    drop = SmallDrop(tmp_path / "hospital")
    kind.build(drop)
    measured, came, printed = take(kind, drop)
    assert measured["code"] == 0, f"the process ended with {measured['code']} after {measured['seconds']:.1f} s\n{printed}"
    assert "Traceback" not in printed
    assert measured["worked"] <= SECONDS and measured["megabytes"] <= MEGABYTES, measured
    if kind.outcome == "refused":
        assert came["exit_code"] == ExitCode.NO_INPUT, came["message"]
        assert re.search(kind.refused, came["message"]), came["message"]
    else:
        assert came["message"] == ""
        assert differences(kind, came["accepted"]) == {}
        assert came["findings"] == kind.quarantined
    assert left_unsaid(kind.not_taken, came["not_taken"]) == ([], [])


def differences(kind, accepted):
    """Return, for each table that is not as it must be, (rows that are missing, rows too many)."""
    found = {}
    for table in TABLES:
        expected = Counter(drawn_rows(table))
        expected += Counter(drawn_rows(table, kind.read_besides.get(table, ())))
        expected -= Counter(drawn_rows(table, kind.lost.get(table, ())))
        came = Counter(tuple(row) for row in accepted[table])
        if came != expected:
            found[table] = (sorted((expected - came).elements(), key=str), sorted((came - expected).elements(), key=str))
    return found


def left_unsaid(expected, said):
    """Return (expected words that nothing says, what is said and not expected)."""
    unsaid = [pattern for pattern in expected if not any(re.search(pattern, entry) for entry in said)]
    return unsaid, [entry for entry in said if not any(re.search(pattern, entry) for pattern in expected)]


def test_the_page_lists_the_kinds_of_the_test():
    assert PAGE.read_text(encoding="utf-8") == hostile_page(), "make hostile"


def test_every_kind_says_what_is_right_and_no_two_outcomes():
    for kind in kinds():
        assert kind.right and not (kind.refused and (kind.quarantined or kind.read_besides or kind.lost)), kind.name


def test_the_last_run_of_all_kinds_came_to_the_three_outcomes_within_the_limits():
    last = json.loads(MEASURED.read_text(encoding="utf-8"))
    assert set(last["outcomes"]) == {"read", "quarantined", "refused"}
    assert last["megabytes"][0] <= MEGABYTES and last["worked"][0] <= SECONDS
