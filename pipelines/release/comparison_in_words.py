"""Two releases compared, as lines that are no longer than a terminal is wide."""

import re
import textwrap
from collections.abc import Iterator

from pipelines.release.compare import Comparison, MovedNumber, MovedTable
from pipelines.release.release_list import WIDTH

COUNT = re.compile(r" (?=([0-9,]+|→)( |,|$))")  # before a number: it stays on the line of what it counts


def lines_of_comparison(compared: Comparison) -> Iterator[str]:
    """Yield inputs, results side by side, findings and tables, each with what moved."""
    yield f"{compared.before}  →  {compared.after}"
    yield from _wrapped(moved_by(compared), "  ")
    yield ""
    yield f"{'results':<56}{'before':>11}{'after':>11}"
    for number in compared.numbers:
        unit = f" ({number.unit})" if number.unit else ""
        yield f"  {number.name + unit:<54}{said(number.before):>11}{said(number.after):>11}{' *' if number.is_moved else ''}"
    if compared.numbers and not any(number.is_moved for number in compared.numbers):
        yield "  none of them moved"
    yield ""
    told = [f"{rule} {old:,} → {new:,}" for rule, (old, new) in compared.findings.items()]
    yield from _wrapped(f"findings  {', '.join(told) or 'of each rule as many as before'}")
    yield ""
    moved = [table for table in compared.tables if table.is_moved]
    if not moved:
        yield f"tables    all {len(compared.tables)} are the same, row by row"
        return
    yield f"{'tables':<34}{'rows':>16}{'came':>6}{'gone':>6}{'changed':>8}{'patients':>9}"
    for table in moved:
        yield _row(table)
        yield from _columns(table)
    if same := len(compared.tables) - len(moved):
        yield f"  {same} other {'table is' if same == 1 else 'tables are'} the same, row by row"


def moved_by(compared: Comparison) -> str:
    """Return which inputs differ, as a sentence."""
    named = [name if how == "changed" else f"{name} ({how})" for name, how in compared.inputs.items()]
    if not named:
        return "The inputs are the same."
    return f"Moved by {named[0]}." if len(named) == 1 else f"Moved by any of: {', '.join(named)}."


def said(value: float | None) -> str:
    """Return a number as it is printed in comparisons."""
    if value is None:
        return "–"
    return f"{value:,}" if isinstance(value, int) else f"{value:,.3g}" if abs(value) < 1 else f"{value:,.2f}"


def _row(table: MovedTable) -> str:
    counts = (table.came, table.gone, table.changed, table.patients)
    rows = f"{table.after:,}" if table.before == table.after else f"{table.before:,} → {table.after:,}"
    counted = "".join(f"{count:>{width},}" for count, width in zip(counts, (6, 6, 8, 9), strict=True))
    return f"  {f'{table.layer}.{table.table}':<32}{rows:>16}{counted}"


def _columns(table: MovedTable) -> Iterator[str]:
    named = [f"{name} {rows:,}" for name, rows in sorted(table.columns.items(), key=lambda pair: (-pair[1], pair[0]))]
    named += [f"{name} is new" for name in table.new_columns] + [f"{name} is gone" for name in table.lost_columns]
    if named:
        yield from _wrapped(", ".join(named), "      ")


def is_shown(number: MovedNumber) -> bool:
    """Say whether a number is drawn: a share or a time, of which there is one before and one after."""
    return number.unit in ("%", "months") and number.before is not None and number.after is not None


def _wrapped(text: str, indent: str = "") -> list[str]:
    lines = textwrap.wrap(
        COUNT.sub("\u00a0", text),
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent + "  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [line.replace("\u00a0", " ") for line in lines]
