"""Writes what fault injection came to: a summary and a table of every kind of fault, all numbers counted and none typed."""

from collections import Counter
from pathlib import Path

from tests.faults.all_kinds import KINDS
from tests.faults.drop_faults import DROP_KINDS
from tests.faults.unseen_faults import UNSEEN

HEAD = """# Faults that the gate finds

This page is written by `make faults`; nothing on it is typed by hand. It invents hospitals, plants every kind of fault below once in
each, on a patient drawn by chance who carries no other fault, and takes the drop through the gates. A fault is *found* if the rule
beside it raises a finding at every row that the fault makes wrong (at one read of an exam, or one infusion of a cycle, where the rule
speaks of the exam or the cycle). *Also raised by* counts the faults at whose patient another rule spoke as well: mostly because a row
was quarantined and others hang on it (CR-002, CR-007, CP-019). The twin of a drop has the same patients and no fault.
"""


def write_report(tally, seeds: int, path: Path | None) -> str:
    """Write the page to `path`, if one is named, and return its summary."""
    summary = summary_of(tally, seeds)
    if path:
        path.write_text("\n".join([HEAD, summary, "", table_of(tally), "", unseen(), ""]), encoding="utf-8")
    return summary


def summary_of(tally, seeds: int) -> str:
    """Return the figures on which the exit code hangs."""
    planted, found = tally.planted.total(), tally.found.total()
    lines = [
        "## Summary",
        "",
        f"- {len(tally.planted)} kinds of fault in {seeds} invented hospitals: {planted:,} faults planted, {found:,} found at their "
        f"rows by the right rule ({100 * found / max(planted, 1):.2f} %; the bar is 99 %).",
        f"- Found in every hospital: {sum(tally.found[kind] == count for kind, count in tally.planted.items())} kinds."
        + (f" Missed: {missed_of(tally)}." if tally.missed else ""),
        f"- Findings at patients without a fault, in the drops with faults: {counted(tally.of_no_fault)}.",
        f"- Findings of {tally.twins} twins without faults, beyond the listed ones: {counted(tally.of_twin)}.",
        f"- Findings about a table as a whole, in the drops with faults: {counted(tally.of_drop)}.",
        f"- The bars are {'met' if tally.passes else 'MISSED'}.",
    ]
    return "\n".join(lines)


def missed_of(tally) -> str:
    """Return the kinds that were missed and how often."""
    missed = Counter(kind for kind, _ in tally.missed)
    return ", ".join(f"{kind.replace('_', ' ')} ({count})" for kind, count in sorted(missed.items()))


def counted(rules: Counter) -> str:
    """Return rules with their counts."""
    return ", ".join(f"{rule} {count}" for rule, count in sorted(rules.items())) or "none"


def table_of(tally) -> str:
    """Return the table, one line per kind of fault, in the order of the tables."""
    lines = ["| fault | table | rule | found | also raised by |", "|---|---|---|---|---|"]
    for kind in (kind for kind in (*KINDS, *DROP_KINDS) if tally.planted[kind.name]):
        also = ", ".join(f"{rule} ({count})" for rule, count in sorted(tally.also.get(kind.name, Counter()).items()))
        found = f"{tally.found[kind.name]} of {tally.planted[kind.name]}"
        lines.append(f"| {kind.name.replace('_', ' ')} | {kind.table} | {kind.rule} | {found} | {also} |")
    return "\n".join(lines)


def unseen() -> str:
    """Return the kinds of fault that no rule can see, and why."""
    lines = [
        "## What cannot be seen",
        "",
        "No rule can find these in what a hospital sends; they are here so that nobody relies on the gate for them.",
        "",
    ]
    return "\n".join([*lines, *(f"- {what}: {why}" for what, why in UNSEEN)])
