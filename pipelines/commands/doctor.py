"""The command `doctor`: looks at program, settings and data folder, and says what to do about what is not well."""

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipelines.commands.command import Command
from pipelines.commands.options import add_config, add_data
from pipelines.run.exit_code import ExitCode

if TYPE_CHECKING:
    from pipelines.doctor.check import Check


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say which settings and which data folder."""
    add_config(parser)
    add_data(parser)


def run(options: argparse.Namespace) -> ExitCode:
    """Print a line for each thing that was looked at, and end with 1 where one of them is ill; nothing is changed."""
    from pipelines.doctor.check import lines_of
    from pipelines.settings.visible import visible

    is_ill = False
    for check in _checks(options):
        is_ill |= check.state == "ill"
        print(*(visible(line) for line in lines_of(check)), sep="\n")
    return ExitCode.OUR_FAULT if is_ill else ExitCode.DONE


def _checks(options: argparse.Namespace) -> "Iterator[Check]":
    import datetime as dt

    from pipelines.doctor.data_folder import (
        look_at_key,
        look_at_lock,
        look_at_queries,
        look_at_release,
        look_at_room,
        look_at_runs,
        look_at_zones,
    )
    from pipelines.doctor.program import look_at_packages, look_at_python, look_at_settings
    from pipelines.settings.zones import Zones
    from pipelines.warehouse.table_files import ROOT

    zones = Zones(options.data)
    yield look_at_python()
    yield look_at_packages(ROOT / "requirements.lock")
    said, settings = look_at_settings(options.config)
    yield said
    yield from look_at_zones(zones)
    if settings:
        yield look_at_key(zones, options.config, settings)
    yield look_at_room(zones)
    yield look_at_lock(zones)
    yield look_at_release(zones)
    yield look_at_runs(zones, dt.datetime.now())
    yield look_at_queries(zones)


COMMAND = Command("look at versions, settings, folders, key, disk, lock and last runs, and say what to do", add_arguments, run)
