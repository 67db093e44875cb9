"""The command `audit`: says of each printed number in a CSV whether it follows from the others beside it."""

import argparse
import csv
import sys
import textwrap
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.commands.command import Command
from pipelines.commands.say import say
from pipelines.run.exit_code import ExitCode

if TYPE_CHECKING:
    from pipelines.audit.recompute import Audited

COLUMNS = ("id", "kind", "printed", "given")
WIDTH = 80
# A `given` that can be read, per kind: with it one sees whether it was `given` or `printed` that could not be.
READABLE = {"percent": "1", "total": "1", "p_of_counts": "1 2; 3 4", "p_of_means": "9 1.0 0.5; 9 1.2 0.5", "mean": "9 1"}


class BadRows(ValueError):
    """The CSV is not one that can be audited; the message names file, row and column."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say which printed numbers, and where the verdicts go."""
    parser.add_argument("file", type=Path, help="CSV with the columns id, kind, printed, given (docs/statistician.md)")
    parser.add_argument("--out", type=Path, help="write the verdicts into this CSV as well")


def run(options: argparse.Namespace) -> ExitCode:
    """Print the verdicts and write them where asked; it is done if all follow, and differs if one does not."""
    from pipelines.audit.recompute import audit_numbers

    try:
        rows = read_rows(options.file)
    except BadRows as error:
        return say(error, ExitCode.USAGE)
    verdicts = audit_numbers([row for _, row in rows])
    if options.out:
        try:
            _write(options.out, verdicts)
        except OSError as error:
            return say(f"{options.out}: cannot be written ({error.strerror})", ExitCode.USAGE)
    for audited in verdicts:
        print(_in_words(audited))
    count = {verdict: sum(one.verdict == verdict for one in verdicts) for verdict in ("agrees", "truncated", "differs", "unreadable")}
    print(f"{len(verdicts)} printed numbers: " + ", ".join(f"{number} {verdict}" for verdict, number in count.items() if number))
    sys.stdout.flush()
    for (line, row), audited in zip(rows, verdicts, strict=True):
        if audited.verdict == "unreadable":
            say(f"{options.file}, row {line}, column {_faulty_column(row)}: {audited.reason}", ExitCode.USAGE)
    if count["unreadable"]:
        return ExitCode.USAGE
    return ExitCode.DIFFERS if count["differs"] or count["truncated"] else ExitCode.DONE


def read_rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    """Return the rows with the number of their line; raise BadRows where the file, its header or a row has another shape."""
    (_, header), *below = _read_lines(path)
    header = [name.strip() for name in header]
    for name in COLUMNS:
        if header.count(name) != 1:
            found = "is missing" if name not in header else "stands there twice"
            raise BadRows(f"{path}, row 1, column {name}: {found}; the header is {','.join(COLUMNS)} (others are left alone)")
    rows = []
    for line, cells in below:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            last = header[min(len(cells), len(header)) - 1]
            raise BadRows(
                f"{path}, row {line}, column {last}: the row has {len(cells)} cells and the header {len(header)}; "
                "a cell with a comma in it stands in quotes"
            )
        rows.append((line, dict(zip(header, cells, strict=True))))
    if not rows:
        raise BadRows(f"{path}, row 2: there is no printed number in the file")
    return rows


def _read_lines(path: Path) -> list[tuple[int, list[str]]]:
    """Return the cells of each line with its number, the header first."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            try:
                return [(reader.line_num, cells) for cells in reader] or [(1, [])]
            except csv.Error as error:
                raise BadRows(f"{path}, row {reader.line_num}: is no CSV ({error})") from None
    except OSError as error:
        raise BadRows(f"{path}: cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise BadRows(f"{path}: is not UTF-8 text; save it as CSV UTF-8") from None


def _faulty_column(row: dict[str, str]) -> str:
    from pipelines.audit.recompute import AUDITS, audit_numbers

    kind = row["kind"].strip()
    if kind not in AUDITS:
        return "kind"
    if kind not in READABLE and not row["given"].strip():
        return "printed"
    return "printed" if audit_numbers([row | {"given": READABLE.get(kind, "")}])[0].verdict == "unreadable" else "given"


def _in_words(audited: "Audited") -> str:
    """Return one verdict: its line, and the reason below it, none wider than a terminal."""
    recomputed = f" -> {audited.recomputed}" if audited.recomputed and audited.recomputed != audited.printed else ""
    line = f"{audited.verdict:<10} {audited.item}: {audited.printed}{recomputed}"
    wrap = {"width": WIDTH, "subsequent_indent": " " * 11}
    return "\n".join([textwrap.fill(line, **wrap), textwrap.fill(audited.reason, initial_indent=" " * 11, **wrap)])


def _write(path: Path, verdicts: Iterable["Audited"]) -> None:
    from pipelines.findings.spreadsheet_text import as_text

    names = ("item", "kind", "printed", "recomputed", "verdict", "reason")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("id", *names[1:]))
        writer.writerows([as_text(getattr(one, name)) for name in names] for one in verdicts)


COMMAND = Command("whether printed numbers follow from the others beside them", add_arguments, run)
