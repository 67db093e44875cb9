"""Runs of the whole path are slow; one that tests only read is made once, for all modules and workers of a session."""

import atexit
import fcntl
import json
import os
import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from tests.path_run import Outputs, run_path
from tests.small_drop import SmallDrop, put_faults_in, signals_kept


def slow_to_make(fixture: Callable) -> Callable:
    """Mark a fixture: every test that asks for it is slow (tests/conftest.py)."""
    fixture.slow_to_make = True
    return fixture


@cache
def clean_release() -> Outputs:
    """Return the outputs of a run on the synthetic hospital; tests leave them as they are."""

    def make(folder: Path) -> None:
        assert run_path(folder / "data").exit_code == 0

    return Outputs(_copy_of("clean", make) / "data", 0)


@cache
def faulty_release() -> SmallDrop:
    """Return the small drop after a run with faults in it, `lines` saying where they are; tests leave it as it is."""

    def make(folder: Path) -> None:
        with signals_kept():
            drop = SmallDrop(folder / "hospital")
            (folder / "lines.json").write_text(json.dumps(put_faults_in(drop)))
            assert drop.run() == 0

    folder = _copy_of("faulty", make)
    drop = SmallDrop.found_in(folder / "hospital")
    drop.lines = json.loads((folder / "lines.json").read_text())
    return drop


def _copy_of(name: str, make: Callable[[Path], None]) -> Path:
    """Return a copy, for this process, of a folder that the first process of the session fills while the others wait."""
    own = Path(tempfile.mkdtemp(prefix="haic-registry-"))
    atexit.register(shutil.rmtree, own, ignore_errors=True)
    session = os.environ.get("PYTEST_XDIST_TESTRUNUID")
    shared = Path(tempfile.gettempdir()) / f"haic-registry-{session}" if session else own / "session"
    shared.mkdir(exist_ok=True)
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / name).exists():
            shutil.rmtree(shared / f"{name}.new", ignore_errors=True)
            (shared / f"{name}.new").mkdir()
            make(shared / f"{name}.new")
            (shared / f"{name}.new").rename(shared / name)
    shutil.copytree(shared / name, own / name, symlinks=True)
    return own / name
