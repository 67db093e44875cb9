"""The command `cancel`: cancels the queries of a rule that was wrong."""

import argparse
import datetime as dt
import sys

from pipelines.commands.command import Command
from pipelines.commands.options import add_data
from pipelines.commands.say import say
from pipelines.run.exit_code import ExitCode


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say which rule, who says so and why, and in which data folder."""
    parser.add_argument("rule", help="number of the rule, such as PA-021")
    parser.add_argument("--by", required=True, help="who cancels them; stands in the log")
    parser.add_argument("--reason", required=True, help="why the rule was wrong; stands in the log")
    add_data(parser)


def run(options: argparse.Namespace) -> ExitCode:
    """Add a move for each query of the rule that asks; they are silent until the value or the rule is another one."""
    from pipelines.findings.queries.cancel_queries import cancel_queries
    from pipelines.findings.queries.query_log import append_moves, log_path, read_log
    from pipelines.run.changeover import at_work
    from pipelines.settings.zones import open_zones

    by, reason = options.by.strip(), options.reason.strip()
    if not by or not reason:
        return say("--by and --reason: name who cancels the queries, and why the rule was wrong", ExitCode.USAGE)
    zones = open_zones(options.data)
    with at_work(zones):
        path = log_path(zones.restricted)
        count = append_moves(path, cancel_queries(read_log(path), options.rule.strip().upper(), by, reason, dt.date.today()))
    print(f"{count:,} queries cancelled; they ask again where their value, or the rule, is another one.", file=sys.stderr)
    return ExitCode.DONE


COMMAND = Command("cancel the queries of a rule that was wrong", add_arguments, run)
