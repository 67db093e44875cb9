"""The command `draft`: writes the files of something new, whole and ready to run."""

import argparse

from pipelines.commands.command import Command
from pipelines.run.exit_code import ExitCode


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what is drafted, what it is called, and which columns it has."""
    parser.add_argument("what", choices=("table",), help="a table that hospitals send")
    parser.add_argument("name", help="its name: small letters, digits and underscores")
    parser.add_argument(
        "columns",
        nargs="*",
        default=["recorded_date:date"],
        help="each as name:kind, the first of them required; kinds are text, code, number, integer, date, datetime",
    )


def run(options: argparse.Namespace) -> ExitCode:
    """Write schema, SQL, expectations and examples of the table, and renew the pages that list tables; say what to do next."""
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


COMMAND = Command("write the files of a new table: schema, SQL, expectations, examples", add_arguments, run)
