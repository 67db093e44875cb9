"""The command `demo`: an invented hospital that makes mistakes, taken to a release in a folder of its own, and where to look."""

import argparse
from pathlib import Path

from pipelines.commands import ingest, synthetic
from pipelines.commands.command import Command
from pipelines.commands.options import REGISTRY
from pipelines.run.exit_code import ExitCode

WALK = "docs/first_findings.md"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say into which folder."""
    parser.add_argument("--out", type=Path, default=Path("demo"), help="folder for its drop and its outputs (default: demo)")


def run(options: argparse.Namespace) -> ExitCode:
    """Write the drop, unless it is there from an earlier time, and take it: a row that somebody has corrected stays corrected."""
    from pipelines.raw.key_file import is_marked_synthetic

    drop, data = options.out / "drop", options.out / "data"
    if not is_marked_synthetic(drop):
        written = _run(synthetic.COMMAND, "--out", str(drop), "--mode", "dirty")
        if written != ExitCode.DONE:
            return written
    code = _run(ingest.COMMAND, "--drop", str(drop), "--data", str(data), "--config", str(REGISTRY))
    if code == ExitCode.DONE:
        print(f"  answers    {drop.with_name('drop.answers.csv')}: what is really wrong with each row")
        print(f"  read on    {WALK}: ten of the findings, and what to do about them")
    return code


def _run(command: Command, *arguments: str) -> ExitCode:
    """Run another command as if it were typed."""
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return command.run(parser.parse_args(arguments, argparse.Namespace(command="ingest")))


COMMAND = Command("take an invented hospital that makes mistakes to a release, in a folder of its own", add_arguments, run)
