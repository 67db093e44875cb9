"""Holds a warm process that takes hostile drops one after the other (tests/drop/hostile/take.py)."""

import contextlib
import json
import subprocess
import sys
from collections.abc import Callable, Iterator

from pipelines.warehouse.table_files import ROOT
from tests.drop.hostile.kind import Kind
from tests.small_drop import SmallDrop

TO_THE_GATE = ("baseline", "one_row_more")
HANGS = 120  # seconds by the clock, on a machine that has other work
Taken = tuple[dict, dict, str]  # what was measured, what came of it, what was printed


@contextlib.contextmanager
def warm_process() -> Iterator[Callable[[Kind, SmallDrop], Taken]]:
    """Give what takes a drop that a kind has made hostile; one warm process serves all kinds."""
    command = [sys.executable, "-m", "tests.drop.hostile.take"]
    warm = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert warm.stdin and warm.stdout

    def take(kind: Kind, drop: SmallDrop) -> Taken:
        report = drop.folder / "came_of_it.json"
        asked = {"arguments": drop.arguments(), "report": str(report), "seconds": HANGS, "to_the_gate": kind.name in TO_THE_GATE}
        warm.stdin.write(json.dumps(asked) + "\n")
        warm.stdin.flush()
        measured = json.loads(warm.stdout.readline())
        printed = report.with_suffix(".err").read_text(encoding="utf-8")
        return measured, json.loads(report.read_text(encoding="utf-8")) if report.exists() else {}, printed

    yield take
    warm.stdin.close()
    warm.wait(timeout=30)
