"""The command `answers`: reads a list of queries back that was filled in, and adds what it says to the log."""

import argparse
import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.commands.command import Command
from pipelines.commands.options import add_data
from pipelines.commands.say import say
from pipelines.run.exit_code import ExitCode

if TYPE_CHECKING:
    from pipelines.findings.queries.answers import Taken


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say which list, and of which data folder."""
    parser.add_argument("file", type=Path, help="the list that came back: a workbook or a CSV file")
    add_data(parser)
    parser.add_argument("--dry-run", action="store_true", help="only show what the answers would change: rows, cohort and outcomes")


def run(options: argparse.Namespace) -> ExitCode:
    """Take the answers; a file that is no such list is refused whole, single rows with their reasons, in a file beside the log."""
    from pipelines.findings.queries.answers import take_answers
    from pipelines.findings.queries.answers_file import read_answers
    from pipelines.findings.queries.last_queries import open_last_queries
    from pipelines.findings.queries.query_log import append_moves, log_path, read_log
    from pipelines.run.changeover import at_work
    from pipelines.settings.zones import open_zones

    if not options.file.is_file():
        return say(f"{options.file}: there is no such file; name the list that came back", ExitCode.USAGE)
    zones = open_zones(options.data)
    with at_work(zones):
        answers, path = read_answers(options.file), log_path(zones.restricted)
        log = read_log(path)
        with open_last_queries(options.data) as connection:
            taken = take_answers(connection, answers, log, dt.date.today())
        _tell(taken, options)
        if options.dry_run:
            return _show_impact(taken, options.data)
        append_moves(path, taken.moves)
        if taken.moves:
            print("They are in force from the next run on: make ingest, or the refresh of tonight.", file=sys.stderr)
    return ExitCode.DONE


def _tell(taken: "Taken", options: argparse.Namespace) -> None:
    rest = f"taken before: {taken.known:,}, rows without an answer: {taken.blank:,}"
    now = "would be taken" if options.dry_run else "taken"
    print(f"{options.file}: answers {now}: {len(taken.moves):,}, refused: {len(taken.refused):,}, {rest}", file=sys.stderr)
    for answer, why in taken.refused[:20]:
        say(f"  row {answer.place}, {answer.query_no or 'no query'}: {why}", ExitCode.DONE)
    if taken.refused and not options.dry_run:
        path = options.data / "restricted" / "queries" / f"refused_{options.file.stem}.csv"
        _write_refused(taken, path)
        print(f"What is refused, to be corrected and given back: {path}", file=sys.stderr)


def _write_refused(taken: "Taken", path: Path) -> None:
    """Write the refused rows as a list that can be corrected and read again, each with the reason."""
    import polars as pl

    from pipelines.findings.spreadsheet_text import csv_of
    from pipelines.settings.zones import write_private

    rows = [
        {
            "why it is refused": why,
            "Query": one.query_no,
            "ANSWER": one.answer,
            "Field to correct": one.field,
            "Correct value": one.value,
            "Comment": one.comment,
            "By": one.by,
            "Date": one.day,
            "Right until": one.until,
            "Fingerprint": one.fingerprint,
        }
        for one, why in taken.refused
    ]
    path.parent.mkdir(mode=0o700, exist_ok=True)
    write_private(path, csv_of(pl.DataFrame(rows)))


def _show_impact(taken: "Taken", data: Path) -> ExitCode:
    """Build the last run's rows without and with the answers, and print what differs."""
    from pipelines.commands.impact import compare_logs

    if not taken.moves:
        return ExitCode.DONE
    print("\n".join(compare_logs(data, taken.moves)))
    return ExitCode.DONE


COMMAND = Command("take the answers of a list of queries that came back", add_arguments, run)
