"""The command `key`: makes the key of the pseudonyms, once."""

import argparse
import sys
from pathlib import Path

from pipelines.commands.command import Command
from pipelines.commands.options import add_config, add_data
from pipelines.commands.say import say
from pipelines.run.exit_code import ExitCode


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say where the key goes."""
    parser.add_argument(
        "file",
        type=Path,
        nargs="?",
        help="where to write it (default: where the settings name it, or in the data folder); keep a copy apart",
    )
    add_config(parser)
    add_data(parser)


def run(options: argparse.Namespace) -> ExitCode:
    """Write a new key; one that is there is never overwritten, and none is made where the releases were made with another."""
    from pipelines.raw.key_file import make_key
    from pipelines.release.key_in_use import key_in_use

    place = options.file or _place(options)
    try:
        make_key(place, key_in_use(options.data / "registry"))
    except OSError as error:
        return say(f"{place}: cannot be written ({error.strerror})", ExitCode.USAGE)
    print(
        f"{place}: the key is made; keep a copy of it apart from the data, without it pseudonyms cannot be made again",
        file=sys.stderr,
    )
    return ExitCode.DONE


def _place(options: argparse.Namespace) -> Path:
    from pipelines.settings.errors import UnusableSettings
    from pipelines.settings.key_place import has_public_numbers, key_place
    from pipelines.settings.load_settings import load_settings

    settings = load_settings(options.config)
    if has_public_numbers(settings):
        raise UnusableSettings(f"{options.config}: the patient numbers are public (identity.key_file), and need no key")
    return key_place(options.config, settings, options.data)


COMMAND = Command("make the key of the pseudonyms, once", add_arguments, run)
