"""A sample of `make chaos`: whatever strikes a run, at whichever call, one run is shown, whole, and the same run then ends as ever.

The calls are those of Python, DuckDB, Arrow and Polars alike: a small library in C sees them all (file_calls.c).
"""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time

import pytest

from tests.chaos.kernel import calls_to_kernel
from tests.chaos.preload import Fault, why_no_disk, why_no_library
from tests.chaos.shown import AFTER, BEFORE, look, tree
from tests.chaos.stage import KEEPING, laid_stage
from tests.chaos.strike import Striker

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(why_no_library()), reason=why_no_library())]
POINTS = {Fault.KILL: 6, Fault.TORN: 2, Fault.FULL: 2, Fault.FULL_ONCE: 2, Fault.TERM: 2, Fault.HUP: 1}


@pytest.fixture(scope="module")
def striker(tmp_path_factory):
    with laid_stage(tmp_path_factory.mktemp("chaos")) as stage:
        yield Striker(stage)


@pytest.fixture(scope="module")
def calls(striker):
    """How many calls of a run change a file."""
    return striker.stage.count(Fault.KILL)


def test_a_run_changes_files_at_hundreds_of_calls_and_what_it_shows_is_known(striker, calls):
    assert calls > 300
    stage = striker.stage
    assert look(stage.data, stage.known).of == {AFTER}
    stage.lay_out()
    assert look(stage.data, stage.known).of == {BEFORE}


@pytest.mark.parametrize("fault", POINTS, ids=lambda fault: fault.name.lower())
def test_struck_at_a_call_one_run_is_shown_whole_and_the_same_run_then_ends_as_ever(striker, fault):
    count, points = striker.stage.count(fault), POINTS[fault]
    within = random.Random(fault).randint(1, count // points)  # of each of so many stretches of the run
    struck = [striker.strike(fault, count * stretch // points + within) for stretch in range(points)]
    assert [said for one in struck for said in one.wrong] == []
    assert all(one.has_struck for one in struck)
    if fault in (Fault.KILL, Fault.TORN):
        assert {one.code for one in struck} == {-9}
    if fault in (Fault.TERM, Fault.HUP):
        assert {one.code for one in struck} - {0} == {130}, "0 where all is done but for the modes of files"


def test_a_change_over_that_is_careless_is_caught(striker):
    """The same judgement finds what it is there for: shown part by part, with nothing written down, a kill leaves parts of two runs."""
    stage = striker.stage
    stage.lay_out()
    calls = stage.run(fault=Fault.KILL, variant="careless")["calls"]
    struck = [striker.strike(Fault.KILL, calls - before_its_end, "careless") for before_its_end in (80, 100, 120)]
    assert [bool(one.mixed) for one in struck] == [True, True, True], "while the pages are put in their places"


@pytest.mark.skipif(not shutil.which("strace"), reason="there is no strace; install it with `apt-get install strace`")
def test_no_call_that_changes_a_file_passes_unseen(striker, calls):
    """What the kernel is asked is what the library has counted: nobody reaches the kernel past it."""
    assert calls_to_kernel(striker.stage).total() == calls


mounts = pytest.mark.skipif(bool(why_no_disk()), reason=why_no_disk())


@mounts
def test_on_a_disk_that_is_too_small_nothing_is_lost_and_with_more_room_the_run_ends_as_ever(striker):
    with striker.stage.on_disk():
        filled = [striker.fill(kilobytes) for kilobytes in striker.sizes(4)]
    assert [said for one in filled for said in one.wrong] == []
    assert 1 in {one.code for one in filled}, "one of them at least was too small"


@mounts
def test_a_data_folder_that_is_a_link_to_another_file_system_holds_the_same_bytes(striker):
    with striker.stage.on_disk():
        striker.stage.lay_out()
        assert striker.stage.run()["code"] == 0
        assert striker.stage.known.is_at_its_end(tree(striker.stage.data))


@mounts
def test_a_store_that_can_only_be_read_ends_the_run_in_a_sentence_and_nothing_is_lost(striker):
    stage = striker.stage
    stage.lay_out()
    store = stage.data / "restricted" / "store"
    store.mkdir(mode=0o700)
    words = (*stage.registry.tonight, "--config", KEEPING)
    stage.mount("mount", "--bind", str(store), str(store))
    stage.mount("mount", "-o", "remount,bind,ro", str(store))
    came = stage.run(words)
    stage.mount("umount", str(store))
    assert came["code"] == 1
    assert "cannot be written (Read-only file system); free it and run again; the last good release is as it was" in came["said"]
    assert look(stage.data, stage.known).of == {BEFORE}
    assert stage.run(words)["code"] == 0 and len(list(store.glob("??/*"))) == 2
    assert look(stage.data, stage.known).parts["registry/current"] == AFTER


def test_a_clock_that_is_put_back_by_three_days_changes_nothing_and_the_last_release_is_the_newest(striker):
    stage = striker.stage
    stage.lay_out()
    assert stage.run(clock=-3 * 86_400)["code"] == 0
    assert stage.known.is_at_its_end(tree(stage.data))
    first, second = [json.loads(line) for line in (stage.data / "registry" / "ledger.jsonl").read_text().splitlines()]
    assert second["when"] < first["when"]
    said = stage.run(("releases",))["said"]
    assert said.index(first["release"]) < said.index(second["release"]) < said.index("[current]")


def test_of_two_real_runs_at_once_the_second_names_the_first_and_ends_with_75(striker):
    """The first is stopped by a signal while the second tries, and goes on then."""
    stage = striker.stage
    stage.lay_out()
    command = [sys.executable, "-m", "pipelines", *stage.registry.tonight, "--data", str(stage.data)]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    run = {"cwd": stage.registry.checkout, "env": environment, "text": True, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, **run) as first:
        while json.loads((stage.data / "out" / "status.json").read_text())["state"] != "running":
            assert first.poll() is None
            time.sleep(0.02)
        first.send_signal(signal.SIGSTOP)
        second = subprocess.run(command, **run, check=False)
        first.send_signal(signal.SIGCONT)
        first.communicate()
    assert (second.returncode, first.returncode) == (75, 0)
    assert second.stderr == f"another run (process {first.pid}) is at work on this data folder; try again later\n"
    assert stage.known.is_at_its_end(tree(stage.data))
