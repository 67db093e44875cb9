"""A data folder on which a run of yesterday is shown, the drop of tonight, and a process that forks runs of it to be struck."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.chaos.preload import Fault, compile_library, why_no_disk
from tests.chaos.shown import Known, tree
from tests.checkout import ROOT, copy_engine

TOY = ROOT / "tests" / "toy_registry"
KEEPING = "keeping.toml"  # settings under which extracts are kept
FORKED_RUNS = Path(__file__).with_name("forked_runs.py")


@dataclass(frozen=True)
class Registry:
    """A checkout, and how its two drops are taken."""

    checkout: Path
    yesterday: tuple[str, ...]
    tonight: tuple[str, ...]


@dataclass
class Stage:
    """Where runs are struck; each begins with the data folder as yesterday's run has left it."""

    folder: Path
    registry: Registry
    server: subprocess.Popen[str]
    known: Known = field(default_factory=lambda: Known({}, {}, {}))
    is_on_disk: bool = False  # whether the data folder lies on a file system of its own, which the process of the runs alone has mounted

    @property
    def data(self) -> Path:
        """The data folder on which the next run is struck."""
        return (self.disk if self.is_on_disk else self.folder) / "data"

    @property
    def disk(self) -> Path:
        """The small file system, as it is seen from here."""
        return Path(f"/proc/{self.server.pid}/root{self.folder}/disk")

    @contextmanager
    def on_disk(self) -> Iterator[None]:
        """Have the data folder lie on another file system, to which a link leads, while the block runs."""
        disk, link = self.folder / "disk", self.folder / "link"
        disk.mkdir()
        link.symlink_to(disk / "data")
        self.mount("mount", "-t", "tmpfs", "tmpfs", str(disk))
        self.is_on_disk = True
        try:
            yield
        finally:
            self.is_on_disk = False
            self.mount("umount", str(disk))
            disk.rmdir()
            link.unlink()

    def resize(self, size: str) -> None:
        """Make the small file system as large as is said: "800k", "50%" of the memory."""
        self.mount("mount", "-o", f"remount,size={size}", str(self.folder / "disk"))

    def used(self) -> int:
        """Return how many kilobytes of the small file system are used."""
        told = os.statvfs(self.disk)
        return (told.f_blocks - told.f_bfree) * told.f_frsize // 1024

    def mount(self, *command: str) -> None:
        """Mount something where the runs see it, and nobody else."""
        came = self._ask({"mount": command})
        assert came["code"] == 0, came

    def count(self, fault: Fault) -> int:
        """Return at how many calls of a run a fault can strike."""
        self.lay_out()
        return int(self.run(fault=fault)["calls"])

    def lay_out(self) -> None:
        """Put the data folder back as yesterday's run has left it."""
        copy_folder(self.folder / "yesterday", self.data)

    def run(self, words: tuple[str, ...] = (), **asked: Any) -> dict[str, Any]:
        """Fork a run, of tonight's drop if nothing else is said, and return what came of it."""
        data = self.folder / ("link" if self.is_on_disk else "data")
        return self._ask({"words": words or self.registry.tonight, "data": str(data)} | asked)

    def make_known(self) -> None:
        """Take yesterday's drop, import all that it needed, and take tonight's twice, with nothing that strikes."""
        modules = self.folder / "modules.json"
        self._made(self.run(self.registry.yesterday, modules=str(modules)))
        self._ask({"imports": json.loads(modules.read_text())})
        copy_folder(self.data, self.folder / "yesterday")
        before = tree(self.data)
        self._made(self.run())
        after = tree(self.data)
        self._made(self.run())
        self.known = Known(before, after, tree(self.data))

    def _ask(self, asked: dict[str, Any]) -> dict[str, Any]:
        assert self.server.stdin and self.server.stdout
        print(json.dumps({"said": str(self.folder / "said")} | asked), file=self.server.stdin, flush=True)
        return json.loads(self.server.stdout.readline())

    def _made(self, came: dict[str, Any]) -> None:
        assert came["code"] == 0, came


@contextmanager
def laid_stage(folder: Path) -> Iterator[Stage]:
    """Give a stage, made in a folder, while the block runs, of the registry of two small tables."""
    registry = _toy_registry(folder)
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    environment |= {"LD_PRELOAD": str(compile_library(folder)), "STAGE": str(folder)}
    server = subprocess.Popen(
        [*([] if why_no_disk() else ["unshare", "-rm"]), sys.executable, str(FORKED_RUNS)],
        cwd=registry.checkout,
        env=environment,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        stage = Stage(folder, registry, server)
        stage.make_known()
        yield stage
    finally:
        assert server.stdin and server.stdout
        server.stdin.close()
        server.wait()
        server.stdout.close()


def copy_folder(source: Path, target: Path) -> None:
    """Put a copy of a folder in the place of another."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target, symlinks=True)


def _toy_registry(folder: Path) -> Registry:
    """Lay its two drops out: tonight a row of yesterday's is corrected, and one has come."""
    checkout = copy_engine(folder / "checkout", TOY)
    shutil.copytree(checkout / "drop", checkout / "tonight")
    rows = checkout / "tonight" / "pressures.csv"
    text = rows.read_text(encoding="utf-8")
    assert "0001,2024-03-02,85,135\n" in text
    rows.write_text(text.replace("0001,2024-03-02,85,135\n", "0001,2024-03-02,135,85\n0001,2024-03-09,131,84\n"), encoding="utf-8")
    settings = (checkout / "registry.toml").read_text(encoding="utf-8")
    (checkout / KEEPING).write_text(f"{settings}\n[operations]\nkeep_extracts = true\n", encoding="utf-8")
    return Registry(checkout, ("ingest", "--drop", "drop"), ("ingest", "--drop", "tonight"))
