"""The command `draft`: writes the first settings of a hospital, or the files of a new table, ready to run."""

import argparse
import datetime as dt
from pathlib import Path

from pipelines.commands.command import Command
from pipelines.commands.options import add_data
from pipelines.run.exit_code import ExitCode


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what is drafted: settings of a drop, or a table with its name and columns."""
    kinds = parser.add_subparsers(dest="what", required=True, metavar="settings | table")
    settings = kinds.add_parser("settings", help="the settings of a hospital, from its extracts")
    settings.add_argument("drop", type=Path, help="folder of the extracts")
    settings.add_argument("--to", type=Path, default=Path("my_registry.toml"), help="file to write (default: my_registry.toml)")
    add_data(settings, "data folder, for the profile with values")
    table = kinds.add_parser("table", help="the files of a table that hospitals send")
    table.add_argument("name", help="its name: small letters, digits and underscores")
    table.add_argument(
        "columns",
        nargs="*",
        default=["recorded_date:date"],
        help="each as name:kind, the first of them required; kinds are text, code, number, integer, date, datetime",
    )


def run(options: argparse.Namespace) -> ExitCode:
    """Write what is asked for; say what to do next."""
    return _draft_settings(options) if options.what == "settings" else _draft_table(options)


def _draft_settings(options: argparse.Namespace) -> ExitCode:
    """Write the settings of a drop, and beside the restricted data a profile of its columns."""
    from pipelines.draft.settings.draft_settings import draft_settings
    from pipelines.draft.settings.profile_page import profile_page
    from pipelines.draft.settings.read_drop import read_drop, without_numbers
    from pipelines.draft.settings.readings import Readings
    from pipelines.settings.errors import UnusableSettings
    from pipelines.settings.load_settings import load_settings
    from pipelines.settings.zones import open_zones, write_private

    if options.to.exists():
        raise UnusableSettings(f"{options.to}: the file is there already, and nothing is written over it; name another with --to")
    drop = read_drop(options.drop)
    zones = open_zones(options.data)
    readings = Readings()
    draft = draft_settings(drop, dt.date.today(), readings, options.to.resolve().parent)
    profile = zones.restricted / "profile.html"
    write_private(profile, profile_page(drop, draft, readings).encode())
    readings.close()
    with options.to.open("x", encoding="utf-8") as file:
        file.write(draft.text)
    load_settings(options.to)
    tables = ", ".join(draft.filled) or "no table"
    print(f"{options.to}: written from {len(drop.sheets)} sheets of {options.drop}; they fill {tables}")
    if draft.shape:
        print(f"The SQL in {draft.shape.shape} is made for {without_numbers(draft.shape.drop_sheet.sheet.file)}, and the settings name it")
    print(f"{profile}: what each column holds, and what could not be read; it has values of patients")
    print(
        f"\n{draft.questions} questions stand in the settings, each behind the word QUESTION. Answer them, then: "
        f"make ingest DROP={options.drop} CONFIG={options.to}"
    )
    return ExitCode.DONE


def _draft_table(options: argparse.Namespace) -> ExitCode:
    """Write schema, SQL, expectations and examples of the table, and renew the pages that list tables."""
    from pipelines.draft.draft_table import draft_table
    from pipelines.warehouse.table_files import ROOT

    for path in draft_table(ROOT, options.name, options.columns):
        print(f"{path.relative_to(ROOT).as_posix()}: written")
    _write_pages()
    print(
        f"\nSay in them what a row is and what its columns mean. A hospital that sends {options.name} names its files under sources in "
        f'its settings; one that does not says so under [registry]: tables_not_sent = ["{options.name}"]'
    )
    return ExitCode.DONE


def _write_pages() -> None:
    """Renew the pages that list columns and tables, in a checkout that has them."""
    from pipelines.book import columns_page, tables_page

    for page, write in ((columns_page.PAGE, columns_page.write_columns_page), (tables_page.PAGE, tables_page.write_tables_page)):
        if page.is_file():
            write()
            print(f"{page.relative_to(page.parents[1]).as_posix()}: renewed")


COMMAND = Command("write the first settings of a hospital from its extracts, or the files of a new table", add_arguments, run)
