"""What a run takes at several sizes of the synthetic hospital, beside the floor: its extracts written once to Parquet as text.

`python -m tests.bench.scale [PATIENTS …]`, run by `make bench` (SIZES="100 1000 10000"). Each figure is of one process of its own: seconds
of the processor (user and system) with those of the processes it started, seconds by the clock, and the most memory it held.
"""

import os
import platform
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SIZES = (100, 1_000)
WIDEST = len("22,000,000")
HEAD = ("patients", "rows", "run, s", "run, CPU s", "run, GB", "nothing changed, s", "loading alone, CPU s", "plain Parquet, CPU s")


@dataclass(frozen=True)
class Taken:
    """What a process took."""

    seconds: float
    cpu: float
    gigabytes: float


@dataclass(frozen=True)
class Size:
    """What is measured at one size."""

    patients: int
    rows: int
    run: Taken
    unchanged: Taken
    loading: Taken
    plain: Taken

    @property
    def cells(self) -> tuple[str, ...]:
        """The figures as they are printed, under HEAD."""
        seconds = (self.run.seconds, self.run.cpu, self.run.gigabytes, self.unchanged.seconds, self.loading.cpu, self.plain.cpu)
        return f"{self.patients:,}", f"{self.rows:,}", *(f"{figure:.1f}" for figure in seconds)


def main(sizes: tuple[int, ...] = SIZES) -> None:
    """Print a line for each size, and what each further row costs from one size to the next, against the floor."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    print(f"{os.cpu_count()} processors ({platform.machine()}), {memory:.0f} GB, Python {platform.python_version()}\n")
    print(_line(HEAD), _line(tuple("-" * max(len(name), WIDEST) for name in HEAD)), sep="\n", flush=True)
    measured = []
    for patients in sizes:
        with tempfile.TemporaryDirectory() as folder:
            measured.append(measure(patients, Path(folder)))
        print(_line(measured[-1].cells), flush=True)
    for small, large in pairwise(measured):
        print(f"\nEach row from {small.rows:,} to {large.rows:,}, against plain Parquet: {_slopes(small, large)}")


def measure(patients: int, folder: Path) -> Size:
    """Make a drop of so many patients in an empty folder, and take it down the path and to plain Parquet."""
    drop, data = folder / "drop", folder / "data"
    pipelines = (sys.executable, "-m", "pipelines")
    take(*pipelines, "synthetic", "--out", str(drop), "--patients", str(patients))
    plain = take(sys.executable, "-m", "tests.bench.plain_parquet", str(drop), str(folder / "plain"))
    loading = take(sys.executable, "-m", "tests.bench.loading", str(drop))
    run = take(*pipelines, "ingest", "--drop", str(drop), "--data", str(data))
    unchanged = take(*pipelines, "refresh", "--drop", str(drop), "--data", str(data))
    return Size(patients, _rows(data), run, unchanged, loading, plain)


def take(*command: str) -> Taken:
    """Run a command to its good end and return what it took; raise CalledProcessError where it ends otherwise."""
    begun = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Taken(time.perf_counter() - begun, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024**2)


def _rows(data: Path) -> int:
    import json

    tables = json.loads((data / "out" / "results.json").read_text(encoding="utf-8"))["tables"]
    return sum(table["read"] for table in tables.values())


def _slopes(small: Size, large: Size) -> str:
    plain = large.plain.cpu - small.plain.cpu
    whole, loading = ((getattr(large, name).cpu - getattr(small, name).cpu) / plain for name in ("run", "loading"))
    return f"the run {whole:.1f} times, loading alone {loading:.1f} times the CPU"


def _line(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(cell.rjust(max(len(name), WIDEST)) for cell, name in zip(cells, HEAD, strict=True)) + " |"


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or SIZES)
