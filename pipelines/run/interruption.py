"""Turns SIGINT, SIGTERM and SIGHUP into KeyboardInterrupt, and remembers it: DuckDB ends an interrupted query with an error of its own."""

import signal
import threading

_interrupted = threading.Event()
_waits = threading.Event()  # whether an interruption has to wait
_waiting = threading.Event()  # whether one does


def listen_for_interruption() -> None:
    """Take the signals of this process from now on; what came before is forgotten."""
    for said in (_interrupted, _waits, _waiting):
        said.clear()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup has it passed over
            signal.signal(number, _as_interrupt)


def put_off_interruptions() -> None:
    """Let an interruption wait from now on: a run that is being put in its place is whole in a moment, and says then that it is."""
    _waits.set()


def take_up_interruptions() -> None:
    """Let an interruption come at once again; raise KeyboardInterrupt if one has waited."""
    _waits.clear()
    if _waiting.is_set():
        _waiting.clear()
        _as_interrupt(0, None)


def is_interruption(error: BaseException) -> bool:
    """Say whether an error is the end of a run that was interrupted, whatever error it ends with."""
    return _interrupted.is_set() or isinstance(error, KeyboardInterrupt)


def _as_interrupt(_signal: int, _frame: object) -> None:
    if _waits.is_set():
        _waiting.set()
        return
    _interrupted.set()
    raise KeyboardInterrupt
