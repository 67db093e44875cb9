"""What a command is: a sentence for --help, its own arguments, and what it does."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass

from pipelines.run.exit_code import ExitCode


@dataclass(frozen=True)
class Command:
    """One word of the command line; `run` returns the exit code and leaves errors to the error boundary of the command line."""

    help: str
    add_arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], ExitCode]
