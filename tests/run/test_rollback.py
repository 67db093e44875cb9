"""A release of before is shown again, all of it, and stays shown until somebody resumes; kills, pins and pruning lose nothing."""

import datetime as dt
import json
import os
import shutil

import pytest

from pipelines.__main__ import main
from pipelines.findings.queries.query_log import append_moves, log_path, read_log
from pipelines.release.hold import read_hold
from pipelines.release.ledger import LEDGER, read_ledger
from pipelines.release.listed import list_releases
from pipelines.run import prune, rollback
from pipelines.run.changeover import ChangeOver, at_work, change_over, hidden_folder
from pipelines.run.kept_pages import keep_moves, keep_pages
from tests.release.drawn_releases import draw_release, three_nights
from tests.run.test_changeover import MOVE, ended_at, tree
from tests.small_drop import SmallDrop, signals_kept
from tests.whole_path import slow_to_make

A, B, C = "2024-12-29-aaaaaaaaaaaa", "2024-12-30-bbbbbbbbbbbb", "2024-12-31-cccccccccccc"
HELD = "2025-01-02-eeeeeeeeeeee"
NOW = dt.datetime.fromisoformat("2025-01-02T09:00:00+09:00")


@pytest.fixture
def nights(tmp_path):
    """Three nights whose pages are kept; the last is shown."""
    zones = three_nights(tmp_path)
    for name in (A, B, C):
        keep_pages(zones.restricted / "runs" / name, {"report.html": f"report of {name}", f"rules/{name}.html": name, "status.json": ""})
    (zones.out / "rules").mkdir()
    (zones.out / "rules" / f"{C}.html").write_text(C)
    return zones


def draw_ledger_in_order(zones):
    """Let the ledger say that what has the older day was made before."""
    lines = sorted(read_ledger(zones.registry), key=lambda line: line["when"])
    text = "".join(json.dumps(line | {"no": number}) + "\n" for number, line in enumerate(lines, 1))
    (zones.registry / LEDGER).write_text(text, encoding="utf-8")


def say(zones, *words):
    return main(["releases", *words, "--data", str(zones.data)])


def shown(zones):
    """Return of which release each zone is."""
    return {
        "registry": (zones.registry / "current").resolve().name,
        "restricted": (zones.restricted / "current").resolve().name,
        "status": json.loads((zones.out / "status.json").read_text())["release"],
        "results": json.loads((zones.out / "results.json").read_text())["run_id"],
        "report": (zones.out / "report.html").read_text().removeprefix("report of "),
        "rules": " ".join(path.stem for path in (zones.out / "rules").iterdir()),
    }


def of(release):
    return dict.fromkeys(("registry", "restricted", "status", "results", "report", "rules"), release)


def test_a_release_of_before_is_shown_again_in_all_zones(nights, capsys):
    assert say(nights, "rollback", "aaa", "--by", "Kim") == 0
    assert shown(nights) == of(A)
    assert f"{A} is shown again" in capsys.readouterr().err
    status = json.loads((nights.out / "status.json").read_text())
    assert status["state"] == "rolled back" and status["rolled_back_to"] == A and "by Kim" in status["message"]
    last = read_ledger(nights.registry)[-1]
    assert (last["act"], last["release"], last["by"]) == ("rollback", A, "Kim")
    assert say(nights) == 0 and "[current, rolled back to]" in capsys.readouterr().out


def test_resumed_the_newest_is_shown(nights):
    assert say(nights, "resume") == 2, "nothing to resume"
    assert say(nights, "rollback", A) == 0 and say(nights, "resume") == 0
    assert shown(nights) == of(C) and read_hold(nights.registry) == {}
    assert [line["act"] for line in read_ledger(nights.registry)[-2:]] == ["rollback", "resume"]


def test_what_is_made_meanwhile_is_kept_and_shown_on_resuming_with_its_moves(nights):
    rollback.roll_back(nights, A, "Kim", NOW)
    for home in (nights.restricted / "runs", nights.registry / "releases"):
        hidden_folder(home, "2025-01-01-dddddddddddd").mkdir()
    before = shown(nights)
    run = hidden_folder(nights.restricted / "runs", "2025-01-01-dddddddddddd")
    keep_moves(run, [MOVE], nights)
    held = ChangeOver({}, "2025-01-01-dddddddddddd", is_release=True, is_new=True, is_held=True, line={"act": "run"})
    change_over(nights, held)
    assert shown(nights) == before and read_log(log_path(nights.restricted)) == []
    assert (nights.registry / "releases" / "2025-01-01-dddddddddddd").is_dir()
    shutil.rmtree(nights.registry / "releases" / "2025-01-01-dddddddddddd")
    draw_release(nights, "2025-01-02-eeeeeeeeeeee", "2025-01-02T02:15:00+09:00")  # a whole one in its place
    keep_moves(nights.restricted / "runs" / "2025-01-02-eeeeeeeeeeee", [MOVE], nights)
    assert say(nights, "resume") == 0
    assert shown(nights)["registry"] == "2025-01-02-eeeeeeeeeeee"
    assert [move["query_no"] for move in read_log(log_path(nights.restricted))] == ["Q-000001"]
    assert say(nights, "rollback", A) == 0 and say(nights, "resume") == 0
    assert len(read_log(log_path(nights.restricted))) == 1, "they are made once"


def test_moves_of_a_night_before_an_answer_are_left_to_the_next_run(nights):
    keep_moves(nights.restricted / "runs" / C, [MOVE], nights)
    rollback.roll_back(nights, A, "Kim", NOW)
    append_moves(log_path(nights.restricted), [MOVE | {"made_by": "Lee"}])
    rollback.resume(nights, C, "Kim", NOW)
    assert [move["made_by"] for move in read_log(log_path(nights.restricted))] == ["Lee"]


def test_a_run_that_kept_no_pages_is_shown_with_the_report_of_its_release(nights):
    (nights.restricted / "runs" / A / "pages.zip").unlink()
    rollback.roll_back(nights, A, "Kim", NOW)
    assert (nights.out / "report.html").read_text() == f"<html>report of {A}</html>"


@pytest.mark.parametrize(
    ("broken", "why"),
    [("registry/releases/{}/results.json", "is not whole (results.json)"), ("restricted/runs/{}", "is not here any more")],
)
def test_what_is_not_whole_is_not_shown(nights, capsys, broken, why):
    path = nights.data / broken.format(A)
    shutil.rmtree(path) if path.is_dir() else path.write_text("{}")
    before = tree(nights.data)
    assert say(nights, "rollback", A) == 2 and why in capsys.readouterr().err
    assert tree(nights.data) == before


def test_a_second_process_is_told_which_one_is_at_work(nights, capsys):
    with at_work(nights):
        assert say(nights, "rollback", A) == 75
    assert f"process {os.getpid()}" in capsys.readouterr().err and read_hold(nights.registry) == {}


@pytest.mark.slow
@pytest.mark.parametrize("act", ["rollback", "resume", "held night"])
def test_killed_at_any_call_the_next_start_shows_one_release_whole(nights, tmp_path, monkeypatch, act):
    """Ended at each of its calls and carried on, it is as if it had never been killed; or nothing has been."""
    monkeypatch.setattr(os, "fsync", lambda handle: None)
    acts = {
        "rollback": lambda zones: rollback.roll_back(zones, A, "Kim", NOW),
        "resume": lambda zones: rollback.resume(zones, C, "Kim", NOW),
        "held night": lambda zones: change_over(
            zones, ChangeOver({"status.json": "held"}, HELD, is_release=True, is_new=True, is_held=True, line={"act": "run"})
        ),
    }
    rollback.roll_back(nights, C if act == "rollback" else A, "Lee", NOW)
    for home in (nights.restricted / "runs", nights.registry / "releases") if act == "held night" else ():
        shutil.copytree(home / C, hidden_folder(home, HELD))
    before, kept = tree(nights.data), tmp_path / "kept"
    shutil.copytree(nights.data, kept, symlinks=True)
    acts[act](nights)
    undisturbed = tree(nights.data)
    assert undisturbed != before
    for call in range(1000):
        shutil.rmtree(nights.data)
        shutil.copytree(kept, nights.data, symlinks=True)
        came_to_its_end = ended_at(call, lambda: acts[act](nights))
        assert (nights.registry / "current" / "SHA256SUMS").is_file(), "current always leads to a whole release"
        with at_work(nights):
            assert tree(nights.data) in (before, undisturbed), f"ended at call {call}"
        if came_to_its_end:
            break
    assert call > 20


def test_pruning_keeps_the_days_asked_for_pins_what_is_shown_and_the_newest(nights, capsys):
    draw_release(nights, "2024-11-01-dddddddddddd", "2024-11-02T02:15:00+09:00")
    draw_release(nights, "2024-11-02-eeeeeeeeeeee", "2024-11-03T02:15:00+09:00")
    draw_ledger_in_order(nights)
    assert say(nights, "pin", "ddd") == 0 and say(nights, "rollback", "eee") == 0
    assert say(nights, "prune") == 2, "without a number of days nothing goes"
    assert say(nights, "prune", "--keep-days", "0", "--dry-run") == 0
    assert capsys.readouterr().out.split() == [A, B] and len(list_releases(nights.data)) == 5
    assert say(nights, "prune", "--keep-days", "0") == 0
    left = ["2024-11-01-dddddddddddd", "2024-11-02-eeeeeeeeeeee", C]
    for home in ("registry/releases", "restricted/runs"):
        assert sorted(path.name for path in (nights.data / home).iterdir()) == left
    assert read_ledger(nights.registry)[-1]["releases"] == [A, B]
    assert say(nights, "unpin", "ddd") == 0 and say(nights, "prune", "--keep-days", "0") == 0
    assert [one.id for one in list_releases(nights.data)] == left[1:]


@pytest.mark.parametrize(("days", "left"), [(2, [A, B, C]), (1, [B, C]), (0, [C])])
def test_a_release_stays_for_so_many_days(nights, days, left):
    """A was made on 30 December at 02:15, B on the 31st, C on 1 January; it is the 1st, 02:15."""
    now = dt.datetime.fromisoformat("2025-01-01T02:15:00+09:00")
    prune.carry_out(prune.plan_pruning(nights, list_releases(nights.data), now - dt.timedelta(days=days)))
    assert [one.id for one in list_releases(nights.data)] == left


def test_what_a_stopped_run_has_kept_goes_too_but_not_what_is_shown(nights):
    for name in ("stopped", "shown"):
        (nights.restricted / "runs" / name).mkdir()
        os.utime(nights.restricted / "runs" / name, (0, 0))
    (nights.restricted / "current").unlink()
    (nights.restricted / "current").symlink_to("runs/shown")
    prune.carry_out(prune.plan_pruning(nights, list_releases(nights.data), NOW - dt.timedelta(days=30)))
    assert sorted(path.name for path in (nights.restricted / "runs").iterdir()) == [A, B, C, "shown"]


@pytest.mark.slow
def test_pruning_killed_at_any_call_leaves_whole_releases_and_ends_the_same_when_called_again(nights, tmp_path):
    kept = tmp_path / "kept"
    shutil.copytree(nights.data, kept, symlinks=True)
    releases = list_releases(nights.data)
    before = {one.id: tree(one.folder) for one in releases}

    def work():
        prune.carry_out(prune.plan_pruning(nights, releases, NOW))

    for call in range(1000):
        shutil.rmtree(nights.data)
        shutil.copytree(kept, nights.data, symlinks=True)
        came_to_its_end = ended_at(call, work)
        for one in list_releases(nights.data):
            assert tree(one.folder) == before[one.id] and (nights.restricted / "runs" / one.id).is_dir(), f"ended at call {call}"
        with at_work(nights):
            prune.carry_out(prune.plan_pruning(nights, list_releases(nights.data), NOW))
        for home in ("registry/releases", "restricted/runs"):
            assert [path.name for path in (nights.data / home).iterdir()] == [C], f"ended at call {call}"
        if came_to_its_end:
            break
    assert call > 8


@pytest.fixture(scope="module")
@slow_to_make
def week(tmp_path_factory):
    """Two nights of the small drop; then somebody rolls back, a third and a stopped night follow, and somebody resumes."""
    with signals_kept():
        drop = SmallDrop(tmp_path_factory.mktemp("week") / "hospital")
        seen = []

        def night(*more):
            code, _, _ = drop.listen("refresh", *more)
            seen.append((code, drop.status, drop.current.resolve().name, (drop.data / "restricted" / "current").resolve().name))

        night()
        drop.replace("labs", "00000001,AST,45,", "00000001,AST,46,")
        night()
        first = seen[0][2]
        assert main(["releases", "rollback", first, "--data", str(drop.data)]) == 0
        page = (drop.data / "out" / "report.html").read_bytes()
        drop.replace("labs", "00000001,AST,46,", "00000001,AST,47,")
        night()
        night()
        drop.write("follow_up", b"")
        night()
        assert (drop.data / "out" / "report.html").read_bytes() == page
        assert main(["releases", "resume", "--data", str(drop.data)]) == 0
        seen.append((0, drop.status, drop.current.resolve().name, (drop.data / "restricted" / "current").resolve().name))
        drop.seen = seen
        yield drop


def test_a_night_after_a_rollback_is_made_kept_and_not_shown(week):
    (_, _, first, _), (_, _, second, _), (code, status, shown_release, shown_run), *_ = week.seen
    assert first != second and (code, status["state"]) == (0, "held")
    assert shown_release == shown_run == first == status["rolled_back_to"]
    assert status["release"] not in (first, second) and "releases resume" in status["message"]
    assert (week.data / "registry" / "releases" / status["release"] / "SHA256SUMS").is_file()


def test_a_night_of_the_same_inputs_makes_nothing_again(week):
    *_, (_, third, _, _), (code, status, _, _), _, _ = week.seen
    assert (code, status["state"], status["release"]) == (0, "held", third["release"])
    assert status["seconds"] < third["seconds"] and "nothing changed" in status["message"]


def test_a_night_that_fails_says_so_and_leaves_what_is_shown(week):
    code, status, shown_release, _ = week.seen[-2]
    assert (code, status["state"], status["rolled_back_to"]) == (4, "failed", week.seen[0][2])
    assert shown_release == week.seen[0][2]


def test_resumed_the_newest_night_is_shown(week):
    _, status, shown_release, shown_run = week.seen[-1]
    assert status["state"] == "published" and status["release"] == shown_release == shown_run == week.seen[2][1]["release"]


def test_the_ledger_has_a_line_for_each_night_and_act(week):
    said = [line.get("state") or line["act"] for line in read_ledger(week.data / "registry")]
    assert said == ["published", "published", "rollback", "held", "held", "failed", "resume"]


def test_each_release_says_what_had_changed(week):
    first, second, third = list_releases(week.data)
    assert first.record["compared_with"] is None and first.record["changed"] == {}
    assert second.record["compared_with"] == first.id == third.record["compared_with"], "a night is compared with what is shown"
    assert second.record["changed"] == {"data": "1 of labs* changed"} == second.changed
