"""What an error means for the person who called: what the command came to, and a sentence without any value of a patient."""

import datetime as dt
import errno
import os
import traceback
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from pipelines.run.ending import Ending
from pipelines.run.interruption import is_interruption
from pipelines.run.lock import AnotherRun
from pipelines.run.room import NoRoom
from pipelines.settings.errors import NothingToShow, UnusableSettings

UNWRITABLE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM)


@dataclass(frozen=True)
class Failure:
    """Why a command could not do what it was asked."""

    ending: Ending
    message: str


def explain(error: BaseException, logs: Path, stays: str) -> Failure:
    """Return what an error means; `stays` says what is as it was. The full text of a fault of ours is kept in `logs`, restricted."""
    ending, message = _meaning(error, logs, stays)
    return Failure(ending, printable(message))


def printable(message: str) -> str:
    """Return a message whose every character can be seen and written: it may name a folder, and folders have any names."""
    text = message.encode("utf-8", "backslashreplace").decode("utf-8")
    return "".join(char if char == "\n" or unicodedata.category(char)[0] != "C" else ascii(char)[1:-1] for char in text)


def _meaning(error: BaseException, logs: Path, stays: str) -> tuple[Ending, str]:
    from pipelines.drop.faults import SeveralFaults
    from pipelines.drop.sheet import UnreadableDrop

    if isinstance(error, UnreadableDrop):
        return Ending.NOTHING_TO_READ, str(error) if isinstance(error, SeveralFaults) else f"{error.rule}: {error}"
    if isinstance(error, NoRoom):
        return Ending.OUR_FAULT, f"{error}; {stays}"
    if isinstance(error, AnotherRun):
        return Ending.ANOTHER_RUN, str(error)
    if isinstance(error, UnusableSettings):
        from pipelines.raw.identifiers import Identifiers

        ending = Ending.NOTHING_TO_READ if isinstance(error, NothingToShow) else Ending.UNUSABLE_SETTINGS
        return ending, Identifiers().masked(str(error))  # a key or a value of the settings may be a resident number
    if is_interruption(error):
        return Ending.INTERRUPTED, f"interrupted; {stays}"
    return Ending.OUR_FAULT, _our_fault(error, logs, stays)


def keep_details(text: str, logs: Path) -> str:
    """Write what may hold values of patients into the restricted log; return where, as the end of a sentence."""
    try:
        logs.mkdir(exist_ok=True)
        path = logs / f"{dt.datetime.now():%Y%m%d-%H%M%S}-{os.getpid()}.log"
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
    except OSError:
        return ""
    return f"; the details, which may hold values of patients, are in {path}"


def _our_fault(error: BaseException, logs: Path, stays: str) -> str:
    from schemas.rule import BrokenRule

    for number in UNWRITABLE:  # DuckDB and the workbook's writer put the system's words into errors of their own
        if getattr(error, "errno", None) == number or os.strerror(number) in str(error):
            return f"the data folder cannot be written ({os.strerror(number)}); free it and run again; {stays}"
    said = f": {error}" if isinstance(error, BrokenRule) else ""
    details = keep_details("".join(traceback.format_exception(error)), logs)
    return f"a fault of the program ({type(error).__name__}{said}); {stays}{details}"
