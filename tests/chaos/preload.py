"""Compiles the library that sees every call by which a process changes files, and arms it in the process that has it loaded."""

import ctypes
import os
import shutil
import subprocess
import sys
from enum import IntEnum
from pathlib import Path

SOURCE = Path(__file__).with_name("file_calls.c")
PATH_MAX = 4096


class Fault(IntEnum):
    """What strikes at a call; the numbers and their order are those of file_calls.c."""

    NONE = 0
    KILL = 1
    TORN = 2
    FULL = 3
    FULL_ONCE = 4
    TERM = 5
    HUP = 6
    MOMENT = 7  # killed from outside, wherever it is
    DISK = 8  # a file system that is too small


IN_WORDS = {
    Fault.KILL: "killed (SIGKILL) before the call",
    Fault.TORN: "killed in the middle of a write",
    Fault.FULL: "disk full from the call on",
    Fault.FULL_ONCE: "disk full at this call alone",
    Fault.TERM: "SIGTERM at the call",
    Fault.HUP: "SIGHUP at the call",
    Fault.MOMENT: "killed (SIGKILL) at a random moment",
    Fault.DISK: "on a disk (tmpfs) that is too small",
}
AT_CALLS = tuple(fault for fault in IN_WORDS if fault < Fault.MOMENT)


class Told(ctypes.Structure):
    """What the library says of a run; it lies in memory that outlives the run."""

    _fields_ = (
        ("calls", ctypes.c_long),
        ("struck", ctypes.c_long),
        ("call", ctypes.c_char * 32),
        ("path", ctypes.c_char * PATH_MAX),
    )


def why_no_library() -> str:
    """Return why the library cannot be made here, and what to do; "" where it can."""
    if not sys.platform.startswith("linux"):
        return "calls are seen through LD_PRELOAD, which Linux has"
    return "" if _compiler() else "there is no C compiler; install one with `apt-get install gcc libc6-dev`"


def why_no_disk() -> str:
    """Return why no file system of a chosen size can be mounted here; "" where one can."""
    if why := why_no_library():
        return why
    tried = ["unshare", "-rm", "mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", "/mnt"]
    try:
        done = subprocess.run(tried, capture_output=True, text=True, check=False)
    except OSError:
        return "there is no unshare; install it with `apt-get install util-linux mount`"
    return f"no file system can be mounted ({done.stderr.strip()}); be root, or allow user namespaces" if done.returncode else ""


def compile_library(folder: Path) -> Path:
    """Return the library, made in a folder."""
    library = folder / "file_calls.so"
    made = [str(_compiler()), "-O1", "-shared", "-fPIC", "-o", str(library), str(SOURCE), "-ldl"]
    subprocess.run(made, check=True, capture_output=True, text=True)
    return library


def arm(folder: Path, fault: Fault, at: int, told: Told) -> None:
    """Let a fault strike at a call that changes something below a folder, from 1; 0 counts them only."""
    ctypes.CDLL(None).arm(os.fsencode(folder), int(fault), at, ctypes.byref(told))


def turn_clock(seconds: int) -> None:
    """Put the clock of this process forward, or back."""
    ctypes.CDLL(None).turn_clock(ctypes.c_long(seconds))


def _compiler() -> str | None:
    return shutil.which("cc") or shutil.which("gcc")
