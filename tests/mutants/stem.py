"""A process that has imported the packages once, and forks for every run of the tests: `python -m tests.mutants.stem`.

It reads, one per line, the seconds that the tests may take and pytest's arguments, and answers with one line each: the exit code, or -1
where the tests did not come to an end.
It imports nothing of the project, whose files change between two runs.
"""

import contextlib
import importlib
import json
import os
import signal
import sys

PACKAGES = ("pytest", "hypothesis", "duckdb", "polars", "pandera.polars", "pydantic", "openpyxl", "great_expectations", "scipy.stats")


def main() -> None:
    """Answer until the input ends."""
    for name in PACKAGES:
        importlib.import_module(name)
    for line in sys.stdin:
        print(run_apart(*json.loads(line)), flush=True)


def run_apart(longest: int, arguments: list[str]) -> int:
    """Run pytest in a fork of this process and return its exit code, -1 if it takes too long."""
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        return os.waitstatus_to_exitcode(status) if os.WIFEXITED(status) else -1
    signal.alarm(longest)
    code = 1
    with contextlib.suppress(BaseException):
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nowhere, stream)
        code = int(sys.modules["pytest"].main(arguments))
    os._exit(code)


if __name__ == "__main__":
    main()
