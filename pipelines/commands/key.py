"""The command `key`: makes the key of the pseudonyms, once."""

import argparse
import sys
from pathlib import Path

from pipelines.commands.command import Command
from pipelines.commands.say import say
from pipelines.run.exit_code import ExitCode


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say where the key goes."""
    parser.add_argument("file", type=Path, help="where to write it; keep a copy apart from the data")


def run(options: argparse.Namespace) -> ExitCode:
    """Write a new key; one that is there is never overwritten."""
    from pipelines.raw.pseudonyms import make_key

    try:
        make_key(options.file)
    except OSError as error:
        return say(f"{options.file}: cannot be written ({error.strerror})", ExitCode.USAGE)
    print(
        f"{options.file}: the key is made; keep a copy of it apart from the data, without it pseudonyms cannot be made again",
        file=sys.stderr,
    )
    return ExitCode.DONE


COMMAND = Command("make the key of the pseudonyms, once", add_arguments, run)
