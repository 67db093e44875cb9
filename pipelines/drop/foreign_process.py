"""Has foreign files read by a process of its own, so that a broken or hostile file ends that process and not the run."""

import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from threading import Timer
from types import TracebackType
from typing import IO, Any

from pipelines.drop.content import Content
from pipelines.drop.sheet import ReadOptions, Sheet, UnreadableDrop
from pipelines.drop.sheet_messages import receive, send, sheets_of

ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-m", "pipelines.drop.foreign_child")
BY_THE_CLOCK = 20  # how many times its seconds of the processor a file may take on a machine with other work
AS_TEXT = "save the table as text and send that"
OUT_OF_MEMORY = (b"memory allocation of", b"bad_alloc", b"MemoryError", b"Cannot allocate memory", b"out of memory", b"OutOfMemory")


class ForeignProcess:
    """Reads foreign files one after the other; the process is started with the first of them, and again if it has ended."""

    def __init__(self, memory_gb: float, seconds: float) -> None:
        self._memory_gb, self._seconds = memory_gb, seconds  # the limits of one file
        self._process: subprocess.Popen[bytes] | None = None
        self._said: IO[bytes] | None = None  # what it prints; it may hold values, and is never shown

    def __enter__(self) -> "ForeignProcess":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._end()

    def read(self, data: bytes, file: str, content: Content, options: ReadOptions, header_words: frozenset[str]) -> list[Sheet]:
        """Return the sheets of a file. Raises UnreadableDrop for one that cannot be read, or not within the limits."""
        words = {"file": file, "content": content.name, "options": asdict(options), "header_words": sorted(header_words)}
        process = self._started()
        is_late = False

        def stop() -> None:
            nonlocal is_late
            is_late = True
            process.kill()

        timer = Timer(self._seconds * BY_THE_CLOCK, stop)
        timer.start()
        try:
            answer = _ask(process, words, data)
        finally:
            timer.cancel()
        if answer is None:
            wrong, remedy = self._why_ended(process, is_late)
            raise UnreadableDrop(file, wrong, remedy)
        words, blobs = answer
        if "failed" in words:
            self._end()  # what it holds in memory goes with it
            raise UnreadableDrop(file, *self._in_words(words["failed"]))
        return sheets_of(words, blobs)

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            limit = int(self._memory_gb * 2**30)
            self._said = tempfile.TemporaryFile()  # noqa: SIM115
            self._process = subprocess.Popen(
                [*COMMAND, str(limit), str(self._seconds)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._said,
                cwd=ROOT,
                env=os.environ | {"POLARS_MAX_THREADS": "1", "PYTHONUTF8": "1", "ARROW_DEFAULT_MEMORY_POOL": "system"},
            )
        return self._process

    def _why_ended(self, process: subprocess.Popen[bytes], is_late: bool) -> tuple[str, str]:
        process.kill()
        code = process.wait()
        said = self._last_words()
        self._end()
        if is_late or code == -getattr(signal, "SIGPROF", 0) != 0:
            remedy = f"{AS_TEXT}, or raise seconds under [limits] in the settings"
            return f"reading it takes longer than {self._seconds:g} seconds of the processor", remedy
        if any(mark in said for mark in OUT_OF_MEMORY):
            return self._in_words("MemoryError")
        return self._in_words(f"signal {-code}" if code < 0 else f"code {code}")

    def _in_words(self, failure: str) -> tuple[str, str]:
        if failure == "MemoryError":
            remedy = f"{AS_TEXT}, or raise memory_gb under [limits] in the settings"
            return f"reading it takes more memory than {self._memory_gb:g} GB", remedy
        return f"it is not as its format demands, and what reads it gave up ({failure})", f"save it again and send it, or {AS_TEXT}"

    def _last_words(self) -> bytes:
        if self._said is None:
            return b""
        self._said.seek(0, os.SEEK_END)
        self._said.seek(max(0, self._said.tell() - 10_000))
        return self._said.read()

    def _end(self) -> None:
        process, self._process = self._process, None
        if process:
            for stream in (process.stdin, process.stdout):
                _close(stream)
            try:
                process.wait(timeout=1)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        if self._said:
            self._said.close()
            self._said = None


def _ask(process: subprocess.Popen[bytes], words: dict[str, Any], data: bytes) -> tuple[dict[str, Any], list[bytes]] | None:
    """Return the answer of the process, None if it has ended without one."""
    assert process.stdin and process.stdout, "both are pipes"
    try:
        send(process.stdin, words, data)
        return receive(process.stdout)
    except (OSError, ValueError):  # a pipe that nobody reads any more, or an answer that is cut off
        return None


def _close(stream: IO[bytes] | None) -> None:
    try:
        if stream:
            stream.close()
    except OSError:
        pass
