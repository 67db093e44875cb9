"""One run at a time on a data folder: the second is told which process holds it, and a dead process holds nothing."""

import os
import signal
import subprocess
import sys

import pytest

from pipelines.run.exit_code import ExitCode
from pipelines.run.lock import AnotherRun, only_run
from pipelines.warehouse.table_files import ROOT
from tests.small_drop import small_drop  # noqa: F401

HOLDER = """
import sys, time
from pathlib import Path
from pipelines.run.lock import only_run
with only_run(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def hold():
    """Start processes that hold a lock; they are ended with the test."""
    started = []

    def _hold(path):
        process = subprocess.Popen([sys.executable, "-c", HOLDER, str(path)], stdout=subprocess.PIPE, text=True, cwd=ROOT)
        started.append(process)
        assert process.stdout.readline() == "held\n"
        return process

    yield _hold
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()


def test_second_process_is_told_which_one_is_at_work(hold, tmp_path):
    process = hold(tmp_path / "lock")
    said = rf"another run \(process {process.pid}\) is at work on this data folder; try again later"
    with pytest.raises(AnotherRun, match=said), only_run(tmp_path / "lock"):
        raise AssertionError("the lock is held")


def test_lock_of_a_killed_process_is_free(hold, tmp_path):
    process = hold(tmp_path / "lock")
    process.send_signal(signal.SIGKILL)
    process.wait()
    with only_run(tmp_path / "lock"):
        assert (tmp_path / "lock").read_text() == str(os.getpid())


def test_lock_is_free_after_the_block_also_if_it_fails(tmp_path):
    for _ in range(2):
        with pytest.raises(ZeroDivisionError), only_run(tmp_path / "lock"):
            raise ZeroDivisionError


def test_shorter_number_leaves_nothing_of_a_longer_one(tmp_path):
    (tmp_path / "lock").write_text("9999999999")
    with only_run(tmp_path / "lock"):
        assert (tmp_path / "lock").read_text() == str(os.getpid())


@pytest.mark.parametrize("command", ["ingest", "refresh"])
def test_second_run_exits_75_and_touches_nothing(hold, small_drop, capfd, command):  # noqa: F811
    (small_drop.data / "restricted").mkdir(parents=True)
    process = hold(small_drop.data / "restricted" / "lock")
    assert small_drop.run(command) == ExitCode.LOCKED == 75
    said = capfd.readouterr()
    assert said.out == ""
    assert said.err == f"another run (process {process.pid}) is at work on this data folder; try again later\n"
    assert list((small_drop.data / "out").iterdir()) == [], "status.json and the log belong to the run that is at work"
    assert list((small_drop.data / "registry").iterdir()) == []
