"""The command `report`: writes the results of the last good release once more, in another profile, into a folder of its own."""

import argparse
import json
import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.commands.command import Command
from pipelines.commands.options import add_data, is_taken
from pipelines.commands.say import say
from pipelines.run.exit_code import ExitCode

if TYPE_CHECKING:
    from pipelines.settings.sections import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say of which data folder, in which profile, and where it goes."""
    parser.add_argument("--profile", choices=("publish", "internal"), default="publish", help="publish suppresses small cells (default)")
    add_data(parser)
    parser.add_argument("--out", type=Path, required=True, help="folder to write; must be new or empty")


def run(options: argparse.Namespace) -> ExitCode:
    """Write the files of registry/current/results in the profile that is asked for; the release itself stays as it is."""
    from pipelines.release.published import find_release
    from pipelines.run.rebuild import load_settings_of_run

    target = options.out
    if is_taken(target):
        return say(f"{target}: the folder is not empty; name a new one", ExitCode.USAGE)
    registry = (options.data / "registry").resolve()
    if target.resolve().is_relative_to(registry):
        wrong = f"lies among the releases, which are never changed; name a folder outside {options.data}/registry"
        return say(f"{target}: {wrong}", ExitCode.USAGE)
    release = find_release(options.data)
    settings = load_settings_of_run(options.data, release.name)
    settings = settings.model_copy(update={"report": settings.report.model_copy(update={"profile": options.profile})})
    partial = target.with_name(f".{target.name}-{os.getpid()}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            _write(release, settings, partial)
            if target.exists():
                target.rmdir()
            partial.rename(target)
        finally:
            shutil.rmtree(partial, ignore_errors=True)
    except OSError as error:
        return say(f"{target}: cannot be written ({error.strerror})", ExitCode.USAGE)
    print(f"{target}: the {options.profile} report of release {release.name}", file=sys.stderr)
    return ExitCode.DONE


def _write(release: Path, settings: "Settings", folder: Path) -> None:
    from pipelines.report.without_statistics import why_no_statistics
    from pipelines.settings.errors import NothingToShow
    from pipelines.warehouse.read_roles import read_released_roles, roles_without_table
    from schemas.role import OF_STATISTICS

    if missing := roles_without_table(OF_STATISTICS):
        raise NothingToShow(f"{release}: has no statistics that could be shown in another profile. {why_no_statistics(missing)}")
    from pipelines.report.disclosure.publish import statistics_in_profile
    from pipelines.report.write_results import write_results

    cohort = read_released_roles(release, OF_STATISTICS)
    results = json.loads((release / "results.json").read_text(encoding="utf-8"))
    folder.mkdir()
    write_results(statistics_in_profile(cohort, settings), settings, results, folder)


COMMAND = Command("the last good release's results in another profile, without a new run", add_arguments, run)
