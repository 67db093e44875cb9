"""Turns SIGINT, SIGTERM and SIGHUP into KeyboardInterrupt, and remembers it: DuckDB ends an interrupted query with an error of its own."""

import signal
import threading

_interrupted = threading.Event()


def listen_for_interruption() -> None:
    """Take the signals of this process from now on; what came before is forgotten."""
    _interrupted.clear()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup has it passed over
            signal.signal(number, _as_interrupt)


def is_interruption(error: BaseException) -> bool:
    """Say whether an error is the end of a run that was interrupted, whatever error it ends with."""
    return _interrupted.is_set() or isinstance(error, KeyboardInterrupt)


def _as_interrupt(_signal: int, _frame: object) -> None:
    _interrupted.set()
    raise KeyboardInterrupt
