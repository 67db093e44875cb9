"""The process that reads foreign files for a run, one after the other, within a limit of memory: `-m … BYTES SECONDS`.

It reads what it is sent and answers with sheets or a refusal. That it may come to a bad end, by a file that is broken
or made to do harm, is why it is a process of its own.
"""

import os
import signal
import sys
from typing import IO

from pipelines.drop.content import Content
from pipelines.drop.read_foreign import read_foreign
from pipelines.drop.sheet import ReadOptions, UnreadableDrop
from pipelines.drop.sheet_messages import receive, send, send_refusal, send_sheets


def main(limit: int, seconds: float) -> None:
    """Answer on what was the standard output until there is no further file."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the run that started it ends it
    limit_memory(limit)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints is no answer
    while answer_next(sys.stdin.buffer, answers, seconds):
        pass


def answer_next(questions: IO[bytes], answers: IO[bytes], seconds: float) -> bool:
    """Read the next file and answer; say whether there was one. It may take so many seconds of the processor."""
    message = receive(questions)
    if message is None:
        return False
    limit_time(seconds)
    words, (data,) = message
    options = ReadOptions(**words["options"])
    try:
        sheets = read_foreign(data, words["file"], Content[words["content"]], options, frozenset(words["header_words"]))
    except UnreadableDrop as refusal:
        send_refusal(answers, refusal)
    except MemoryError:  # or one of its kinds
        send(answers, {"failed": "MemoryError"})
    except BaseException as error:  # a panic of Rust is no Exception
        send(answers, {"failed": type(error).__name__})
    else:
        send_sheets(answers, sheets)
    limit_time(0)
    return True


def limit_time(seconds: float) -> None:
    """Let the process be ended by SIGPROF after so many seconds of the processor, where the system can; 0 for no limit."""
    if hasattr(signal, "setitimer"):  # not on Windows
        signal.setitimer(signal.ITIMER_PROF, seconds)


def limit_memory(limit: int) -> None:
    """Take no more memory than so many bytes, where the system can hold a process to it; leave no image of it behind."""
    try:
        import resource
    except ImportError:  # Windows
        return
    for what, most in ((resource.RLIMIT_DATA, limit), (resource.RLIMIT_CORE, 0)):
        _, hard = resource.getrlimit(what)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]))
