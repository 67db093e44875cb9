"""The command `ingest`: takes a drop to a release, and says in status.json, on the terminal and with its exit code what came of it."""

import argparse
import datetime as dt
import os
import sys
from collections import Counter
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.commands.command import Command
from pipelines.commands.options import REGISTRY, add_config, add_data
from pipelines.commands.say import say
from pipelines.run.exit_code import ExitCode

if TYPE_CHECKING:
    from pipelines.run.progress import Form, Progress
    from pipelines.run.state import Request, Summary
    from pipelines.settings.zones import Zones


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say which extracts, under which settings, into which data folder."""
    parser.add_argument("--drop", type=Path, help="folder of the extracts; without it the synthetic hospital's is made and taken")
    add_config(parser)
    add_data(parser)
    parser.add_argument("--as-of", type=_date, metavar="YYYY-MM-DD", help="as-of date of the extracts (default: as the settings say)")
    parser.add_argument("--force", action="store_true", help="build again even if nothing changed")


def run(options: argparse.Namespace) -> ExitCode:
    """Take the drop; one run at a time is at work on a data folder."""
    from pipelines.run.changeover import at_work
    from pipelines.run.failure import explain
    from pipelines.run.ingest import STEPS
    from pipelines.run.interruption import put_off_interruptions, take_up_interruptions
    from pipelines.run.progress import Progress
    from pipelines.settings.zones import close_to_others, open_zones

    zones = open_zones(options.data)
    form: Form = "json" if options.command == "refresh" else "bars" if sys.stderr.isatty() else "lines"
    with at_work(zones) as carried_on:
        progress = Progress(form, zones.out / f"{options.command}.log", STEPS + (options.drop is None))
        try:
            if carried_on:
                progress.step(f"what the run {carried_on} had not shown when it was cut off is shown now")
            with suppress(OSError):  # what cannot be written is said at the end
                _say_running(zones)
            summary = _take_drop(options, zones, progress)
            progress.close()
            try:
                _tell(summary, zones, progress)
                take_up_interruptions()
                _send(summary, options.config, zones, progress.seconds)
            except OSError as error:
                code = summary.ending.exit_code or ExitCode.OUR_FAULT
                return say(f"{options.data}: cannot be written ({error.strerror}); {summary.stays}", code)
            except (Exception, KeyboardInterrupt) as error:
                failure = explain(error, zones.restricted / "logs", summary.stays)
                return say(failure.message, failure.ending.exit_code)
        finally:
            put_off_interruptions()  # nothing is left to interrupt, and what is said is said
            progress.close()
            close_to_others(zones.restricted)
    return summary.ending.exit_code


def _take_drop(options: argparse.Namespace, zones: "Zones", progress: "Progress") -> "Summary":
    """Return what the run came to, as far as it came: an error ends it and is said in the summary."""
    from pipelines.drop.faults import faults_of
    from pipelines.drop.sheet import UnreadableDrop
    from pipelines.release.hold import read_hold
    from pipelines.run.changeover import is_pending
    from pipelines.run.failure import explain
    from pipelines.run.ingest import ingest_drop
    from pipelines.run.state import Summary
    from pipelines.settings.visible import visible

    summary = Summary(rolled_back_to=read_hold(zones.registry).get("release", ""))
    try:
        with closing(ingest_drop(_request(options, zones, progress), progress)) as path:
            for summary in path:  # noqa: B007 - the last one counts, also when an error ends the path
                pass
    except (Exception, KeyboardInterrupt) as error:
        summary = replace(summary, is_written_down=is_pending(zones))
        failure = explain(error, zones.restricted / "logs", summary.stays)
        message, findings = failure.message, summary.findings
        if isinstance(error, UnreadableDrop):
            findings = dict(sorted(Counter(fault.rule for fault in faults_of(error)).items()))
            message = message.replace(REGISTRY.name, options.config.name)
        return replace(summary, ending=failure.ending, message=visible(summary.identifiers.masked(message)), findings=findings)
    return summary


def _request(options: argparse.Namespace, zones: "Zones", progress: "Progress") -> "Request":
    from pipelines.run.state import Request
    from pipelines.settings.errors import UnusableSettings
    from pipelines.settings.key_place import key_place
    from pipelines.settings.load_settings import load_settings, refuse_tables_of_no_source
    from pipelines.settings.optional_folders import NO_HOSPITAL, has_invented_hospital

    if options.drop is None and not has_invented_hospital():
        raise UnusableSettings(f"no drop is named, and {NO_HOSPITAL}; name the folder of the extracts with DROP=folder (--drop)")
    settings = load_settings(options.config)
    refuse_tables_of_no_source(options.config, settings)
    named = settings.registry.as_of
    as_of = options.as_of or (dt.date.today() if named == "today" else named)
    return Request(
        drop=options.drop or _synthetic_drop(zones, progress),
        settings=settings.on(as_of),
        zones=zones,
        as_of=as_of,
        ended=settings.ended_on(as_of),
        key_file=key_place(options.config, settings, zones.data),
        force=options.force,
        settings_file=options.config.name,
    )


def _synthetic_drop(zones: "Zones", progress: "Progress") -> Path:
    """Write the synthetic hospital's drop, but never where a release of a hospital's own patients would make way for it."""
    import shutil

    from pipelines.release.published import is_of_open_key
    from pipelines.settings.errors import UnusableSettings
    from pipelines.synthetic.hospital import write_drop

    current = zones.registry / "current"
    if current.exists() and not is_of_open_key(current):
        raise UnusableSettings(
            f"{zones.data}: holds the registry of a hospital, and no drop is named; name its folder with DROP=folder (--drop), or another "
            "data folder for the synthetic hospital with DATA=folder (--data)"
        )
    progress.step("writing the drop of the synthetic hospital")
    folder = zones.restricted / "synthetic_drop"
    shutil.rmtree(folder, ignore_errors=True)
    write_drop(folder)
    return folder


def _send(summary: "Summary", config: Path, zones: "Zones", seconds: float) -> None:
    """Send what the run came to, if the settings say where to; to people nothing of a run that found nothing new."""
    import json

    from pipelines.messages.in_lines import message_of
    from pipelines.messages.send import send
    from pipelines.messages.tell_programs import tell_programs
    from pipelines.run.ending import Ending
    from pipelines.settings.errors import UnusableSettings
    from pipelines.settings.load_settings import load_settings

    try:
        settings = load_settings(config)
        path = zones.out / "results.json"
        results = json.loads(path.read_text(encoding="utf-8")) if summary.run_id and path.is_file() else {}
    except (UnusableSettings, ValueError):
        return
    for failed in tell_programs(summary.status(seconds), results, settings, zones):
        say(failed, ExitCode.DONE)
    messages = settings.messages
    if summary.ending is not Ending.UNCHANGED and (messages.webhook or messages.mail.host):
        for failed in send(message_of(summary.status(0), results), messages):
            say(failed, ExitCode.DONE)


def _say_running(zones: "Zones") -> None:
    """Say in status.json, from the first second on, that a run is at work, and in which process."""
    from pipelines.release.sums import to_json
    from pipelines.run.publish import STATUS
    from pipelines.settings.zones import write_text

    begun = dt.datetime.now().astimezone().isoformat(timespec="seconds")
    write_text(zones.out / STATUS, to_json({"state": "running", "pid": os.getpid(), "begun": begun}))


def _tell(summary: "Summary", zones: "Zones", progress: "Progress") -> None:
    """Show a run that came to no judgement, and print the summary of any."""
    from pipelines.run.summary import print_summary

    if not summary.is_shown:
        _show_failure(summary, zones, progress.seconds)
    print_summary(summary, zones, progress)


def _show_failure(summary: "Summary", zones: "Zones", seconds: float) -> None:
    """Say in status.json and out/report.html that there are no new results; no page is better than a wrong one."""
    from pipelines.release.ledger import append_line, next_number
    from pipelines.release.sums import to_json
    from pipelines.run.changeover import change_over, is_pending
    from pipelines.run.failure import explain
    from pipelines.run.publish import STATUS, line_of, shown_of_failure
    from pipelines.settings.zones import write_text

    if is_pending(zones):  # the next start shows what this run came to
        write_text(zones.out / STATUS, to_json(summary.status(seconds)))
        return
    try:
        change_over(zones, shown_of_failure(zones, summary, seconds))
        return
    except OSError:  # what the run has to say goes before: a disk that is full has been told, and a page of yesterday must not stay
        pass
    except Exception as error:
        say(explain(error, zones.restricted / "logs", "out/report.html is removed").message, ExitCode.OUR_FAULT)
    if not summary.is_held_back:
        (zones.out / "report.html").unlink(missing_ok=True)
    write_text(zones.out / STATUS, to_json(summary.status(seconds)))
    with suppress(OSError):
        append_line(zones.registry, line_of(summary, seconds), next_number(zones.registry))


def _date(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("not a date of the calendar as YYYY-MM-DD") from None


COMMAND = Command("take a drop to a release: load, gate, cohort, gate, publish", add_arguments, run)
