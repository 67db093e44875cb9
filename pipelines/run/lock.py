"""One run at a time on a data folder: the second one is told which process holds it."""

import fcntl
import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path


class AnotherRun(Exception):
    """Another process is at work on this data folder."""


@contextmanager
def only_run(path: Path) -> Generator[None]:
    """Hold the lock while the block runs; raise AnotherRun at once if it is held. The system frees it when a process dies."""
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise AnotherRun(
                f"another run (process {file.read().strip() or 'unknown'}) is at work on this data folder; try again later"
            ) from None
        file.seek(0)
        file.truncate()
        file.write(str(os.getpid()))
        file.flush()
        yield
