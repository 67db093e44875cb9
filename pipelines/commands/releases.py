"""The command `releases`: lists the releases of a data folder, and copies one, without any date, for people outside."""

import argparse
import os
import shutil
import sys
from pathlib import Path

from pipelines.commands.command import Command
from pipelines.commands.options import add_data, is_taken
from pipelines.commands.say import say
from pipelines.run.exit_code import ExitCode


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what to do, and with which release."""
    parser.add_argument("what", choices=("list", "export"), help="list them, the newest last, or copy one for people outside")
    parser.add_argument("release", nargs="?", default="", help='of export: the id of a release, or "current"')
    parser.add_argument("--relative", action="store_true", help="of export: days from the index day in the place of all dates")
    parser.add_argument("--to", type=Path, help="of export: folder to write; must be new or empty")
    add_data(parser)


def run(options: argparse.Namespace) -> ExitCode:
    """List the releases, or copy one; the releases themselves stay as they are."""
    if options.what == "list":
        return _list(options.data)
    if not (options.release and options.relative and options.to):
        return say(
            "name the release, how dates are written, and the folder: releases export current --relative --to FOLDER", ExitCode.USAGE
        )
    return _export(options)


def _list(data: Path) -> ExitCode:
    from pipelines.settings.errors import NothingToShow

    folders = sorted((data / "registry" / "releases").glob("[!.]*"), key=lambda folder: (folder / "manifest.json").stat().st_mtime)
    if not folders:
        raise NothingToShow(f"{data}: there is no release here yet; make one with `python -m pipelines ingest`")
    current = (data / "registry" / "current").resolve()
    for folder in folders:
        print(f"{folder.name}{'  (current)' if folder.resolve() == current else ''}")
    return ExitCode.DONE


def _export(options: argparse.Namespace) -> ExitCode:
    from pipelines.release.relative_copy import write_relative_copy
    from pipelines.release.write_release import is_published

    target, registry = options.to, (options.data / "registry").resolve()
    if is_taken(target):
        return say(f"{target}: the folder is not empty; name a new one", ExitCode.USAGE)
    if target.resolve().is_relative_to(registry):
        return say(f"{target}: lies among the releases, which are never changed; name a folder outside {registry}", ExitCode.USAGE)
    release = (registry / "current" if options.release == "current" else registry / "releases" / options.release).resolve()
    if release.parent != registry / "releases" or not is_published(release, release.name):
        return say(
            f"{options.release}: is no release of {options.data}, or not whole; `python -m pipelines releases list` names them",
            ExitCode.USAGE,
        )
    partial = target.with_name(f".{target.name}-{os.getpid()}")
    try:
        copied = write_relative_copy(release, partial)
        if target.exists():
            target.rmdir()
        partial.rename(target)
    except OSError as error:
        return say(f"{target}: cannot be written ({error.strerror})", ExitCode.USAGE)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    left = f"; {copied.left_out} without an index day are left out" if copied.left_out else ""
    patients = f"{copied.patients:,} {'patient' if copied.patients == 1 else 'patients'}"
    print(f"{target}: a copy without dates of release {release.name}: {patients}{left}", file=sys.stderr)
    return ExitCode.DONE


COMMAND = Command("the releases of a data folder, and copies of them without dates", add_arguments, run)
