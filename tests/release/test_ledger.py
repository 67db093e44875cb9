"""The ledger is only ever added to, a line once, and what a kill had cut off goes."""

import json

from pipelines.release.ledger import LEDGER, append_line, made_at, next_number, read_ledger


def test_a_line_is_added_once_under_its_number(tmp_path):
    for number in (1, 2, 2, 1):
        append_line(tmp_path, {"act": "run", "state": "unchanged"}, number)
    assert [line["no"] for line in read_ledger(tmp_path)] == [1, 2] and next_number(tmp_path) == 3


def test_a_torn_last_line_heals(tmp_path):
    """10 lines cut at any byte of the last: the nine stay as they were, and the tenth is added again, to the letter."""
    for number in range(1, 11):
        append_line(tmp_path, {"act": "run", "release": "é"}, number)
    whole = (tmp_path / LEDGER).read_bytes()
    begin = whole[:-1].rfind(b"\n") + 1
    for cut in range(begin, len(whole)):
        (tmp_path / LEDGER).write_bytes(whole[:cut])
        assert [line["no"] for line in read_ledger(tmp_path)] == list(range(1, 10)), cut
        append_line(tmp_path, {"act": "run", "release": "é"}, next_number(tmp_path))
        assert (tmp_path / LEDGER).read_bytes() == whole, cut


def test_what_is_no_line_is_passed_over(tmp_path):
    (tmp_path / LEDGER).write_text('{"no": 1}\nnonsense\n[]\n{"no": "2"}\n{"no": 3}\n')
    assert [line["no"] for line in read_ledger(tmp_path)] == [1, 3]


def test_a_release_is_as_old_as_the_last_run_that_made_it(tmp_path):
    lines = [
        {"act": "run", "when": "2026-01-01T02:00:00+09:00", "state": "published", "release": "a"},
        {"act": "run", "when": "2026-01-03T02:00:00+09:00", "state": "published", "release": "b"},
        {"act": "run", "when": "2026-01-02T02:00:00+09:00", "state": "published", "release": "a"},
        {"act": "run", "when": "2026-01-04T02:00:00+09:00", "state": "unchanged", "release": "a"},  # makes nothing
        {"act": "run", "when": "2026-01-05T02:00:00+09:00", "state": "stopped", "release": None},
    ]
    (tmp_path / LEDGER).write_text("".join(json.dumps(line | {"no": number}) + "\n" for number, line in enumerate(lines, 1)))
    made = [("b", "2026-01-03T02:00:00+09:00"), ("a", "2026-01-02T02:00:00+09:00")]  # a is the newest, whatever the clock said
    assert list(made_at(tmp_path).items()) == made
    assert made_at(tmp_path / "nowhere") == {}
