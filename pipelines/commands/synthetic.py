"""The command `synthetic`: writes the drop of the invented hospital."""

import argparse
import sys
from pathlib import Path

from pipelines.commands.command import Command
from pipelines.commands.options import is_taken
from pipelines.commands.say import say
from pipelines.run.exit_code import ExitCode


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say where it is written, of how many patients, and whether faults are planted in it."""
    parser.add_argument("--out", type=Path, required=True, help="folder to write; must be new or empty")
    parser.add_argument("--mode", choices=("clean", "dirty"), default="clean", help="dirty plants faults and writes their answer key")
    parser.add_argument("--patients", type=int, default=100, help="patients of the cohort (default: 100)")
    parser.add_argument(
        "--night", type=int, metavar="N", help="what the hospital knew in its N-th night, from 1; it lives on from night to night"
    )
    parser.add_argument("--seed", type=int, default=20240731, help="the same seed gives the same bytes")


def run(options: argparse.Namespace) -> ExitCode:
    """Write the drop into a new folder."""
    from pipelines.settings.optional_folders import NO_HOSPITAL, has_invented_hospital, has_kinds_of_fault

    if not has_invented_hospital():
        return say(NO_HOSPITAL, ExitCode.USAGE)
    if options.mode == "dirty" and not has_kinds_of_fault():
        return say("--mode dirty: the kinds of fault stand in tests/faults, and this checkout has no tests", ExitCode.USAGE)
    from pipelines.synthetic.hospital import write_drop
    from pipelines.synthetic.nights import day_of

    if is_taken(options.out):
        return say(f"{options.out}: the folder is not empty; name a new one", ExitCode.USAGE)
    if options.patients < 1:
        return say("--patients: at least one patient is needed", ExitCode.USAGE)
    if options.night is not None and (options.night < 1 or options.mode != "clean"):
        return say("--night: the nights are counted from 1, and are those of a clean hospital", ExitCode.USAGE)
    try:
        write_drop(options.out, mode=options.mode, patients=options.patients, seed=options.seed, night=options.night)
    except OSError as error:
        return say(f"{options.out}: cannot be written ({error.strerror})", ExitCode.USAGE)
    print(f"{options.out}: the drop of a synthetic hospital; all its patients are invented", file=sys.stderr)
    if options.night is not None:
        print(f"it is what was known by the end of a day: take it with --as-of {day_of(options.night)}", file=sys.stderr)
    return ExitCode.DONE


COMMAND = Command("write the drop of the synthetic hospital: invented patients only", add_arguments, run)
