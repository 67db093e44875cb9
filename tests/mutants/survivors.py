"""Runs the tests on a copy of the project with one change after the other, and says which changes no test noticed."""

import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.mutants.concerned_tests import concerned_by, folders_of
from tests.mutants.mutant import Mutant

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
ACCEPTED = HERE / "accepted.csv"
LEFT_OUT = shutil.ignore_patterns(".git", ".venv*", "data", "__pycache__", ".*cache*", ".hypothesis")
QUICK = ["-m", "not slow", "-q", "-p", "tests.mutants.recorder", "-p", "no:cacheprovider", "--no-header", "--tb=no"]
ONE_THREAD = {"POLARS_MAX_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}  # a process that forks has no other
PASSED, NONE_RAN = 0, 5
LONGEST = 6 * 3600  # seconds, for the tests without any change


@dataclass
class Copy:
    """A copy of the project, a process that runs its tests, and for each SQL file the test files that read it."""

    root: Path
    stem: subprocess.Popen
    built_by: dict[str, list[str]] = field(default_factory=dict)
    longest: int = LONGEST  # seconds that tests may take; later, as long as all of them took without a change, and more

    def passes(self, arguments: Sequence[str]) -> bool:
        """Return whether the quick tests of these files or folders pass; tests that never end do not."""
        print(json.dumps([self.longest, [*QUICK, *arguments]]), file=self.stem.stdin, flush=True)
        return int(self.stem.stdout.readline()) in (PASSED, NONE_RAN)

    def notices(self, mutant: Mutant, *, number: int) -> bool:
        """Return whether a test fails with the change; `number` tells it from the one before, which may be as long and as new."""
        path = self.root / mutant.file
        text = path.read_text(encoding="utf-8")
        tests = concerned_by(self.root, mutant.file, self.built_by)
        try:
            path.write_text(mutant.applied_to(text), encoding="utf-8")
            os.utime(path, (number, number))
            return bool(tests) and not self.passes(["-x", *tests])
        finally:
            path.write_text(text, encoding="utf-8")
            os.utime(path, (0, 0))


@contextmanager
def copy_of_project(files: Sequence[str], root: Path = ROOT) -> Iterator[Copy]:
    """Copy the project into a temporary folder and run there, unchanged, all tests that concern these files; they must pass."""
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        path, record = Path(folder) / "project", Path(folder) / "read.json"
        shutil.copytree(root, path, ignore=LEFT_OUT)
        environment = os.environ | ONE_THREAD | {"PYTHONPATH": str(path), "MUTANTS_RECORD": str(record)}
        command = [sys.executable, "-m", "tests.mutants.stem"]
        with subprocess.Popen(command, cwd=path, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as stem:
            copy = Copy(path, stem)
            folders, begun = sorted({each for file in files for each in folders_of(file)}), time.monotonic()
            if not copy.passes(folders):
                raise SystemExit(f"Tests fail without any change: {' '.join(folders)}")
            copy.longest = 300 + 5 * round(time.monotonic() - begun)
            copy.built_by = json.loads(record.read_text(encoding="utf-8"))
            yield copy
            stem.stdin.close()


def read_accepted(path: Path = ACCEPTED) -> dict[tuple[str, str, str, str], str]:
    """Return why a change may stay unnoticed, by file, line of code, what stood there and what stands there then."""
    with path.open(encoding="utf-8", newline="") as file:
        return {(row["file"], row["code"], row["before"], row["after"]): row["reason"] for row in csv.DictReader(file)}


def name_of(mutant: Mutant) -> tuple[str, str, str, str]:
    """Return what tells a change from others, whatever the lines above it become."""
    return mutant.file, mutant.code, mutant.before.strip(), mutant.after
