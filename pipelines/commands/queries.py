"""The command `queries`: writes the queries that still ask as workbooks, one per source, for those who answer them."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.commands.command import Command
from pipelines.commands.options import add_data
from pipelines.commands.say import say
from pipelines.run.exit_code import ExitCode

if TYPE_CHECKING:
    from pipelines.settings.rules_in_force import RuleBook


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say of which data folder, where the lists go, and in which language."""
    add_data(parser)
    parser.add_argument("--to", type=Path, help="folder for the lists (default: restricted/queries in the data folder)")
    parser.add_argument(
        "--language", choices=("en", "ko"), default="en", help="of titles, problems, actions, and the sheet that says how to answer"
    )


def run(options: argparse.Namespace) -> ExitCode:
    """Write the lists and say how many queries each holds; they hold patients' values and stay in the restricted zone unless named."""
    from pipelines.findings.queries.last_queries import hospital_numbers, in_hospital_words, open_last_queries, queries_by_source, states_of
    from pipelines.findings.queries.query_log import log_path, read_log
    from pipelines.findings.queries.query_workbook import write_query_workbook
    from pipelines.findings.queries.rule_sentences import in_language
    from pipelines.settings.zones import close_to_others

    folder = options.to or options.data / "restricted" / "queries"
    with open_last_queries(options.data) as connection:
        by_source = queries_by_source(connection, states_of(read_log(log_path(options.data / "restricted"))))
    numbers, book = hospital_numbers(options.data / "restricted"), _book(options)
    if not by_source:
        print("No query is open.", file=sys.stderr)
        return ExitCode.DONE
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for source, queries in sorted(by_source.items()):
            path = folder / f"queries_{source}.xlsx"
            said = [in_language(in_hospital_words(one, numbers), book, options.language) for one in queries]
            write_query_workbook(said, path, options.language)
            asks, follow = sum(not one["hangs_on"] for one in queries), sum(bool(one["hangs_on"]) for one in queries)
            new = sum(one["is_new"] for one in queries)
            print(f"{path}: {asks:,} queries ({new:,} new), and {follow:,} that follow from others", file=sys.stderr)
        if not options.to:
            close_to_others(folder)
    except OSError as error:
        return say(f"{folder}: cannot be written ({error.strerror})", ExitCode.USAGE)
    return ExitCode.DONE


def _book(options: argparse.Namespace) -> "RuleBook":
    """Return the rules as the published run held them, whose thresholds stand in their sentences."""
    from pipelines.run.rebuild import load_settings_of_run
    from pipelines.settings.rules_in_force import AS_WRITTEN, rules_in_force

    if options.language == "en":
        return AS_WRITTEN
    settings = load_settings_of_run(options.data, (options.data / "registry" / "current").resolve().name)
    return rules_in_force(settings.rules, settings.study)


COMMAND = Command("the open queries as workbooks, one per source, for answers; restricted", add_arguments, run)
