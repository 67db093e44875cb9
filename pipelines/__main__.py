"""The command line: `python -m pipelines` with a command (--help lists them). Every error ends here, in a sentence and a code."""

import argparse
import gc
import io
import os
import sys
from pathlib import Path

from pipelines.commands import (
    answers,
    audit,
    cancel,
    demo,
    doctor,
    draft,
    forget,
    ingest,
    key,
    queries,
    refresh,
    releases,
    report,
    rules,
    synthetic,
    tables,
    trace,
)
from pipelines.commands.command import Command
from pipelines.commands.outlet import open_outlets, unprinted
from pipelines.commands.say import say
from pipelines.run.exit_code import ExitCode
from pipelines.run.failure import explain
from pipelines.run.interruption import listen_for_interruption

COMMANDS: dict[str, Command] = {
    "ingest": ingest.COMMAND,
    "refresh": refresh.COMMAND,
    "demo": demo.COMMAND,
    "synthetic": synthetic.COMMAND,
    "key": key.COMMAND,
    "queries": queries.COMMAND,
    "answers": answers.COMMAND,
    "cancel": cancel.COMMAND,
    "trace": trace.COMMAND,
    "audit": audit.COMMAND,
    "report": report.COMMAND,
    "releases": releases.COMMAND,
    "rules": rules.COMMAND,
    "tables": tables.COMMAND,
    "draft": draft.COMMAND,
    "forget": forget.COMMAND,
    "doctor": doctor.COMMAND,
}


COLLECTED_AFTER = (50_000, 20, 50)  # the collector of garbage finds little in what is imported and built: a tenth of a run's time


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    options = make_parser().parse_args(arguments)
    listen_for_interruption()
    gc.set_threshold(*COLLECTED_AFTER)
    try:
        code = COMMANDS[options.command].run(options)
        sys.stdout.flush()
        return code
    except (Exception, KeyboardInterrupt) as error:
        failure = explain(error, options.data / "restricted" / "logs", "nothing is published")
        return say(failure.message, failure.ending.exit_code)


def make_parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    parser = argparse.ArgumentParser(prog="python -m pipelines", description="From a hospital's extracts to a gated cohort.")
    commands = parser.add_subparsers(required=True, metavar="command", dest="command")
    for name, command in COMMANDS.items():
        its_parser = commands.add_parser(name, help=command.help)
        its_parser.set_defaults(data=Path("data"))  # where a fault of ours is kept, if the command names no other folder
        command.add_arguments(its_parser)
    return parser


def main_in_terminal() -> int:
    """Run one command whose output may lead anywhere: a pipe that is closed, a disk that is full, nowhere at all."""
    out, _ = open_outlets()
    try:
        code = main()
    except SystemExit as ended:  # argparse has said why
        code = int(ended.code or 0)
    except KeyboardInterrupt:
        code = ExitCode.INTERRUPTED
    sys.stdout.flush()
    if why := unprinted(out):
        code = say(f"what the command prints cannot be written ({why})", ExitCode(code or ExitCode.OUR_FAULT))
    sys.stderr.flush()
    return code


if __name__ == "__main__":
    os._exit(main_in_terminal())  # skips the interpreter's shutdown, where DuckDB's bindings print lines about leaked instances
