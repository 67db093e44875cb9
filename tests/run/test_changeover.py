"""Registry, restricted zone and out/ change over together: killed at any call of the file system, the next start shows one run, whole."""

import errno
import os
import shutil
import signal
import sys
import threading
import time

import pytest

from pipelines.findings.queries.query_log import append_moves, log_path, read_log
from pipelines.release.ledger import read_ledger
from pipelines.run import changeover
from pipelines.run.changeover import AGAIN, PRUNED, ChangeOver, at_work, change_over, hidden_folder, is_pending
from pipelines.run.interruption import listen_for_interruption, take_up_interruptions
from pipelines.settings.zones import open_zones, publish_folder, write_text
from tests.small_drop import signals_kept

CALLS = {"open", "os.rename", "os.remove", "os.symlink", "os.mkdir", "os.rmdir", "os.chmod", "shutil.rmtree", "os.scandir", "os.truncate"}
MOVE = {"query_no": "Q-000001", "day": "2026-01-01", "made_by": "the run", "state_from": "open", "state_to": "closed"}


@pytest.fixture(autouse=True)
def no_disk(monkeypatch):
    """Wait for no disk: a process that is killed loses nothing that it has written, so that these tests would only be slower."""
    monkeypatch.setattr(os, "fsync", lambda handle: None)


def make(folder, text):
    folder.mkdir(parents=True)
    for name in ("findings.csv", "tables/patients.csv"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)


def pages(run):
    return {name: f"{name} of {run}" for name in ("results.json", "status.json", "report.html", "rules/index.html", f"rules/{run}.html")}


def lay_ready(zones, run):
    """Make the hidden folders of a run, and return its change-over."""
    for home in (zones.restricted / "runs", zones.registry / "releases"):
        make(hidden_folder(home, run), run)
    moves = (MOVE | {"comment": run}, MOVE | {"comment": f"{run} too"})
    return ChangeOver(pages(run), run, is_release=True, is_new=True, moves=moves, line={"act": "run", "run_id": run})


@pytest.fixture
def shown(tmp_path):
    """A data folder on which the run of yesterday is shown, and that of tonight lies ready."""
    zones = open_zones(tmp_path / "data")
    change_over(zones, lay_ready(zones, "yesterday"))
    return zones, lay_ready(zones, "tonight")


def tree(folder):
    """Return all that can be seen below a folder: files with their bytes, links with where they lead."""
    return {
        path.relative_to(folder).as_posix(): os.readlink(path) if path.is_symlink() else path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if (path.is_symlink() or path.is_file()) and path.name != "lock"
    }


def run_shown(zones):
    """Return of which run each part is; every part must be whole."""
    found = {}
    for zone in (zones.registry, zones.restricted):
        said = {path.read_text() for path in (zone / "current").rglob("*") if path.is_file()}
        assert len(said) == 1, f"{zone.name}/current is whole"
        found[zone.name] = said.pop()
    found["out"] = " and ".join(sorted({text.decode().split(" of ")[1] for text in tree(zones.out).values()}))
    found["log"] = read_log(log_path(zones.restricted))[-1]["comment"].removesuffix(" too")
    found["ledger"] = read_ledger(zones.registry)[-1]["run_id"]
    return found


def ended_at(call, work, error=None):
    """Do some work in a process that dies, or meets an error, at its n-th call of the file system; say whether it ended before."""
    process = os.fork()
    if process == 0:
        left = [call]

        def die(event, _arguments):
            if event in CALLS:
                left[0] -= 1
                if left[0] == -1 and error:
                    raise error
                if left[0] < 0 and not error:
                    os._exit(9)

        code = 1
        try:
            sys.addaudithook(die)
            work()
            code = int(left[0] < 0)  # an error may have been passed over
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 0


def end_everywhere(zones, tonight, work=change_over, error=None):
    """End the change-over at every call, start again, and yield (call, whether it was written down, what is shown then, the tree)."""
    kept = zones.data.with_name("kept")
    shutil.copytree(zones.data, kept, symlinks=True)
    for call in range(1000):
        shutil.rmtree(zones.data)
        shutil.copytree(kept, zones.data, symlinks=True)
        came_to_its_end = ended_at(call, lambda: work(zones, tonight), error)
        for zone in (zones.registry, zones.restricted):
            assert (zone / "current" / "findings.csv").read_text() in ("yesterday", "tonight"), "current always leads somewhere"
        written_down = is_pending(zones)
        with at_work(zones):
            yield call, written_down, run_shown(zones), tree(zones.data)
        if came_to_its_end:
            return


def of_one_run(run):
    return dict.fromkeys(("registry", "restricted", "out", "log", "ledger"), run)


@pytest.mark.slow
@pytest.mark.parametrize("error", [None, OSError(errno.ENOSPC, "full"), KeyboardInterrupt()], ids=["killed", "full", "interrupted"])
def test_ended_at_any_call_the_next_start_shows_one_run_as_if_nothing_had_been(shown, tmp_path, error):
    zones, tonight = shown
    undisturbed = open_zones(tmp_path / "undisturbed")
    change_over(undisturbed, lay_ready(undisturbed, "yesterday"))
    change_over(undisturbed, lay_ready(undisturbed, "tonight"))
    calls = list(end_everywhere(zones, tonight, error=error))
    assert len(calls) > 60
    assert all(at_last["registry"] == "tonight" for _, written_down, at_last, _ in calls if written_down)
    for call, written_down, at_last, files in calls:
        assert at_last in (of_one_run("yesterday"), of_one_run("tonight")), f"ended at call {call}"
        if written_down or at_last["registry"] == "tonight":
            assert files == tree(undisturbed.data), f"ended at call {call}"


def test_a_disk_that_tells_late_takes_no_page_from_what_is_written_down(shown, monkeypatch):
    """The note has its place when the last sync fails: the run is shown at the next start, whole."""
    zones, tonight = shown

    def late(path, *arguments, real=changeover.write_private):
        real(path, *arguments)
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with monkeypatch.context() as patch:
        patch.setattr(changeover, "write_private", late)
        with pytest.raises(OSError, match=os.strerror(errno.EIO)):
            change_over(zones, tonight)
    with at_work(zones) as carried_on:
        assert carried_on == "tonight" and run_shown(zones) == of_one_run("tonight")


def test_an_interruption_waits_until_the_run_is_in_its_place(shown, monkeypatch):
    """It came too late to stop it, and what is said then is that the run is shown."""
    zones, tonight = shown

    def interrupted(*arguments, real=changeover._place_pages):
        signal.raise_signal(signal.SIGTERM)
        real(*arguments)

    monkeypatch.setattr(changeover, "_place_pages", interrupted)
    with signals_kept():
        listen_for_interruption()
        change_over(zones, tonight)
        assert run_shown(zones) == of_one_run("tonight") and not is_pending(zones)
        with pytest.raises(KeyboardInterrupt):
            take_up_interruptions()
        take_up_interruptions()  # once


@pytest.mark.slow
def test_a_change_over_that_is_not_written_down_is_caught(shown):
    """The test above finds what it is there for: without the note, a kill leaves parts of two runs."""
    zones, tonight = shown

    def careless(zones, change):
        for home in (zones.restricted / "runs", zones.registry / "releases"):
            publish_folder(hidden_folder(home, change.run_id), home / change.run_id, home.parent / "current")
        append_moves(log_path(zones.restricted), change.moves)
        for name, text in change.pages.items():
            write_text(zones.out / name, text)

    mixed = [at_last for _, _, at_last, _ in end_everywhere(zones, tonight, careless) if len(set(at_last.values())) > 1]
    assert len(mixed) > 10


@pytest.mark.slow
def test_the_same_run_made_again_takes_the_place_of_its_own_folders(tmp_path):
    zones = open_zones(tmp_path / "data")
    change_over(zones, lay_ready(zones, "tonight"))
    for _, _, at_last, _ in end_everywhere(zones, lay_ready(zones, "tonight")):
        assert at_last == of_one_run("tonight")
    left = [path.name for home in ("registry/releases", "restricted/runs") for path in (zones.data / home).iterdir()]
    assert left == ["tonight", "tonight"]


def test_a_reader_who_follows_current_once_sees_one_run_whole_over_20_swaps(tmp_path):
    zones = open_zones(tmp_path / "data")
    change_over(zones, lay_ready(zones, "run 0"))
    seen, is_over = [], threading.Event()

    def read():
        while not is_over.is_set():
            folder = (zones.registry / "current").resolve()
            seen.append([path.read_text() for path in (folder / "findings.csv", folder / "tables" / "patients.csv")])

    reader = threading.Thread(target=read)
    reader.start()
    try:
        while not seen and reader.is_alive():  # the run of before is read, too
            time.sleep(0.001)
        for number in range(1, 21):
            change_over(zones, lay_ready(zones, f"run {number}"))
            reads = len(seen) + 2  # one of them has begun after the swap
            while len(seen) < reads and reader.is_alive():
                time.sleep(0.001)
    finally:
        is_over.set()
        reader.join()
    assert {tuple(texts) for texts in seen} == {(f"run {number}",) * 2 for number in range(21)}


def test_a_run_without_a_release_shows_its_findings_and_leaves_the_release(shown):
    zones, tonight = shown
    change_over(zones, ChangeOver(tonight.pages, "tonight", is_new=True))
    assert run_shown(zones) == {
        "registry": "yesterday",
        "restricted": "tonight",
        "out": "tonight",
        "log": "yesterday",
        "ledger": "yesterday",
    }


def test_a_run_that_came_to_nothing_leaves_both(shown):
    zones, _ = shown
    change_over(zones, ChangeOver({"status.json": "status.json of tonight"}))
    assert (zones.out / "status.json").read_text() == "status.json of tonight"
    assert run_shown(zones) | {"out": ""} == of_one_run("yesterday") | {"out": ""}


def test_a_page_that_is_as_it_was_is_not_written_again_and_one_of_no_rule_goes(tmp_path):
    zones = open_zones(tmp_path / "data")
    change_over(zones, ChangeOver({"rules/index.html": "as it was", "rules/ZZ-999.html": "of a rule that is no more", "history.json": "1"}))
    before = (zones.out / "rules" / "index.html").stat().st_mtime_ns
    change_over(zones, ChangeOver({"rules/index.html": "as it was"}))
    assert tree(zones.out) == {"rules/index.html": b"as it was", "history.json": b"1"}
    assert (zones.out / "rules" / "index.html").stat().st_mtime_ns == before


def test_what_a_killed_process_had_not_put_into_its_place_goes_at_the_next_start(tmp_path):
    zones = open_zones(tmp_path / "data")
    for left in (zones.out / ".status.json-4711", zones.restricted / ".changeover.json-4711"):
        left.write_text("half")
    (zones.registry / ".current-4711").symlink_to("releases/1")
    for made in (zones.restricted / f"{AGAIN}-4711" / "drop", zones.restricted / "runs" / f".tonight{PRUNED}-4711"):
        made.mkdir(parents=True)
    partial = zones.restricted / "store" / "b5" / ".b5bb-4711"
    partial.parent.mkdir(parents=True)
    partial.write_text("half an extract")
    (zones.out / ".htaccess").write_text("of somebody else")
    with at_work(zones) as carried_on:
        assert carried_on == ""
    assert tree(zones.data) == {"out/.htaccess": b"of somebody else"}
    assert sorted(path.name for path in zones.restricted.iterdir()) == ["lock", "runs", "store"]
    assert list((zones.restricted / "runs").iterdir()) == []


def test_moves_are_added_once_also_where_some_were_before_the_kill(tmp_path):
    path = tmp_path / "log.ndjson"
    moves = [MOVE | {"comment": str(number)} for number in range(3)]
    append_moves(path, moves[:2])
    assert append_moves(path, moves, after=0) == 1
    assert [(move["move_no"], move["comment"]) for move in read_log(path)] == [(1, "0"), (2, "1"), (3, "2")]
