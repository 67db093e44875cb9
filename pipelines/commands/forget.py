"""The command `forget`: removes patients who have withdrawn from all from releases, runs, queries and whatever else a data folder keeps."""

import argparse
import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.commands.command import Command
from pipelines.commands.options import add_config, add_data
from pipelines.commands.say import say
from pipelines.run.exit_code import ExitCode

if TYPE_CHECKING:
    from pipelines.forget.who_leaves import Names
    from pipelines.settings.zones import Zones


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say who does it, in which data folder, and where the key lies."""
    parser.add_argument("--by", required=True, help="who does it; stands in the protocol")
    parser.add_argument("--dry-run", action="store_true", help="only say what would be removed")
    parser.add_argument("--key", type=Path, help="key of the pseudonyms, if it lies elsewhere than the settings say")
    add_config(parser)
    add_data(parser)


def run(options: argparse.Namespace) -> ExitCode:
    """Forget the patients of restricted/withdrawn.csv with the scope "all", and say what is gone, in counts."""
    from pipelines.forget.forget_patients import PROTOCOL, Forgetting, carry_out, left_over, plan
    from pipelines.run.changeover import at_work
    from pipelines.settings.zones import open_zones

    if not options.by.strip():
        return say("--by: name who does it", ExitCode.USAGE)
    zones = open_zones(options.data)
    with at_work(zones):
        asked = Forgetting(zones, _names(options, zones), options.by.strip(), dt.date.today())
        planned = plan(asked)
        _tell(planned, is_dry=options.dry_run)
        if options.dry_run:
            return ExitCode.DONE
        carry_out(asked, planned)
        left, looked = left_over(asked)
    if left:
        return say(f"{len(left)} of {looked:,} files still name a patient; look at them: {', '.join(left)}", ExitCode.OUR_FAULT)
    print(f"{looked:,} files were looked through, tables decoded: none names them any more.", file=sys.stderr)
    if planned["files"]:
        print(f"{zones.restricted / PROTOCOL}: what was removed where, when and by whom", file=sys.stderr)
        print("Past releases keep their results as printed, and say so. The next run makes a release without them.", file=sys.stderr)
    return ExitCode.DONE


def _names(options: argparse.Namespace, zones: "Zones") -> "Names":
    from dataclasses import replace

    from pipelines.forget.forget_patients import keyed_of_plan
    from pipelines.forget.who_leaves import who_leaves
    from pipelines.raw.key_file import OPEN_KEY, load_key
    from pipelines.release.key_in_use import key_in_use
    from pipelines.settings.key_place import has_public_numbers, key_place
    from pipelines.settings.load_settings import load_settings

    in_use = key_in_use(zones.registry)
    key = OPEN_KEY
    if in_use:
        settings = load_settings(options.config)
        place = options.key or key_place(options.config, settings, options.data)
        key = load_key(place, zones.restricted, is_public=has_public_numbers(settings), in_use=in_use)
    names = who_leaves(zones.restricted, key)
    return replace(names, keyed=names.keyed | frozenset(keyed_of_plan(zones)))


def _tell(planned: dict[str, Any], *, is_dry: bool) -> None:
    print(f"Patients who have withdrawn from all: {planned['patients']}", file=sys.stderr)
    for zone in ("restricted", "registry", "out"):
        files = {name: done for name, done in planned["files"].items() if name.startswith(f"{zone}/")}
        counts: dict[str, int] = {}
        for what, count in files.values():
            counts[what] = counts.get(what, 0) + count
        said = ", ".join(f"{what} {count:,}" for what, count in sorted(counts.items())) or "nothing"
        print(f"  {zone:<11}{said} (in {len(files):,} files)", file=sys.stderr)
    if planned["releases"]:
        print(f"  releases that {'would be' if is_dry else 'are'} signed again: {len(planned['releases'])}", file=sys.stderr)


COMMAND = Command("remove patients who have withdrawn from all from everything that is kept; --dry-run", add_arguments, run)
