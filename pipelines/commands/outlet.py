"""The streams of a command: what cannot be printed ends no run, and is said at the end.

A reader that has seen enough (`| head -1`) closes its pipe, and the disk behind `> file` may be full; neither is a reason to leave a
release half made, nor for a traceback.
"""

import io
import os
import sys
from typing import TextIO, cast


class Outlet(io.FileIO):
    """One stream; after the first error what is written to it goes nowhere."""

    error: OSError | None = None

    def write(self, data: bytes | bytearray | memoryview, /) -> int:  # pyrefly: ignore[bad-override]
        """Write, or remember why it cannot be done."""
        if self.error is None:
            try:
                return super().write(data) or 0
            except OSError as error:
                self.error = error
        return len(memoryview(data).cast("B"))


def open_outlets() -> tuple[Outlet, Outlet]:
    """Put outlets into the place of stdout and stderr, and return them; a stream that is closed leads nowhere."""
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free, which no file of a run then can
    out, err = Outlet(1, "w", closefd=False), Outlet(2, "w", closefd=False)
    sys.stdout, sys.stderr = _text(out), _text(err, line_buffering=True)
    return out, err


def unprinted(outlet: Outlet) -> str:
    """Return why what was to be printed is not there; blank if it is, or if the reader did not want more."""
    return "" if outlet.error is None or isinstance(outlet.error, BrokenPipeError) else str(outlet.error.strerror)


def _text(outlet: Outlet, *, line_buffering: bool = False) -> TextIO:
    encoding = sys.__stdout__.encoding if sys.__stdout__ else "utf-8"
    buffered = io.BufferedWriter(cast("io.RawIOBase", outlet))
    return io.TextIOWrapper(buffered, encoding=encoding, errors="replace", line_buffering=line_buffering or outlet.isatty())
