"""The command `trace`: shows the patients and the rows of the extracts behind a number, inside the restricted zone and nowhere else."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.commands.command import Command
from pipelines.commands.options import add_config, add_data
from pipelines.commands.say import say
from pipelines.run.exit_code import ExitCode

if TYPE_CHECKING:
    import polars as pl


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say which number or which patient, and of which data folder."""
    parser.add_argument("number", nargs="*", help='such as "Table 2" all ORR; "Table 1" all sex F; "Figure 1" all deaths; flow has_arm')
    parser.add_argument("--patient", help="pseudonym, or the hospital's patient number (P017 for the synthetic hospital)")
    parser.add_argument("--key", type=Path, help="key of the pseudonyms, if it lies elsewhere than the settings say")
    add_config(parser)
    add_data(parser)


def run(options: argparse.Namespace) -> ExitCode:
    """Print the trace and keep it in restricted/trace.csv, which its owner alone may read."""
    import polars as pl

    from pipelines.settings.zones import Zones
    from pipelines.trace.released import open_release

    if bool(options.number) == bool(options.patient):
        asked = 'name a number (trace "Table 2" all ORR) or a patient (trace --patient P017), one of the two'
        return say(asked, ExitCode.USAGE)
    released = open_release(options.data)
    from pipelines.trace.in_words import by_patient, by_value
    from pipelines.trace.numbers import UnknownNumber, find_number
    from pipelines.trace.patient import find_patient, values_of
    from pipelines.trace.trace_number import trace_number

    zones = Zones(options.data)
    try:
        patient = find_patient(released, options.patient, lambda: options.key or _key_place(options)) if options.patient else ""
        numbers = values_of(released, patient) if patient else [find_number(released, options.number)]
    except UnknownNumber as error:
        return say(error, ExitCode.USAGE)
    traced = pl.concat([trace_number(released, number) for number in numbers])
    path = zones.restricted / "trace.csv"
    try:
        _write(traced, path)
    except OSError as error:
        return say(f"{path}: cannot be written ({error.strerror})", ExitCode.USAGE)
    count = len(numbers[0].patients)
    head = f"{options.patient}: {patient}" if patient else f"{numbers[0].title}: {count} {'patient' if count == 1 else 'patients'}"
    print(f"{head} (release {released.release.name})")
    print(by_value(traced) if patient else by_patient(traced))
    print(f"\n{path}: the same as a table; it stays here")
    return ExitCode.DONE


def _key_place(options: argparse.Namespace) -> Path:
    from pipelines.settings.key_place import key_place
    from pipelines.settings.load_settings import load_settings

    return key_place(options.config, load_settings(options.config), options.data)


def _write(traced: "pl.DataFrame", path: Path) -> None:
    """Write the trace so that nobody but its owner can read it at any moment."""
    from pipelines.findings.spreadsheet_text import csv_of
    from pipelines.settings.zones import write_private

    write_private(path, csv_of(traced))


COMMAND = Command("the patients and the rows behind a number, or behind one patient's values; restricted", add_arguments, run)
