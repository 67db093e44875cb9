"""Prints the rule book: the list by family, or one entry; markup on a terminal only, and never wider than it."""

import json
import re
import shutil
import sys
import textwrap
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from pipelines.book.entries import Entry, Held, Statement
from pipelines.book.examples import Drawing, draw_examples
from pipelines.book.in_words import applies_in_words, difference_in_words, escalation_in_words, number, what_it_finds
from pipelines.book.names import FAMILIES
from pipelines.book.outcome_words import LEVELS

BOLD, PLAIN = "\033[1m", "\033[0m"
LABEL = 13


def width() -> int:
    """Return how wide the text may be: the terminal's width, 80 where it goes elsewhere, never more than a person reads."""
    return min(shutil.get_terminal_size((80, 24)).columns, 110)


def list_of(entries: list[Entry], columns: int) -> str:
    """Return the book, one rule below the other, by family."""
    lines = []
    for family, of_family in groupby(entries, key=lambda entry: entry.family):
        lines += ["", _bold(f"{family}  {FAMILIES.get(family, '')}".rstrip())]
        for entry in of_family:
            for statement in entry.statements:
                where = _where(statement)
                mark = "-" if statement.why_off else "*" if statement.differs else " "
                first = f"  {entry.id}{mark} {statement.rule.level:<6} {where:<24} "
                rest = " " * len(first)
                lines += textwrap.wrap(statement.sentence, columns, initial_indent=first, subsequent_indent=rest) or [first.rstrip()]
    statements = [statement for entry in entries for statement in entry.statements]
    lines += ["", f"{len(entries)} rules, {sum(len(statement.held) for statement in statements)} times held on a table's columns."]
    if any(statement.differs for statement in statements):
        lines.append("* differs from the book, by the settings")
    if any(statement.why_off for statement in statements):
        lines.append("- is off, by the settings or because the study has no such regimen")
    lines.append("One of them: python -m pipelines rules " + (entries[0].id if entries else "MR-007"))
    return "\n".join(lines[1:])


def page_of(entry: Entry, columns: int) -> str:
    """Return one entry of the book, with all that is held under its number."""
    lines = textwrap.wrap(f"{entry.id}  {entry.catalogue or entry.statements[0].sentence}", columns, subsequent_indent=" " * 8)
    lines = [_bold(line) for line in lines] + [f"{entry.family}: {FAMILIES.get(entry.family, '')}"]
    for statement in entry.statements:
        lines += ["", *_statement(statement, columns)]
    return "\n".join(lines)


def _statement(statement: Statement, columns: int) -> Iterator[str]:
    rule, held = statement.rule, statement.held[0]
    yield _bold("\n".join(textwrap.wrap(f"{rule.level.upper()}  {statement.sentence}", columns, subsequent_indent=" " * 8)))
    for label, text in facts_of(statement):
        for place, paragraph in enumerate(text.split("\n")):
            name = label if place == 0 else ""
            yield from textwrap.wrap(
                paragraph,
                columns,
                initial_indent=f"  {name:<{LABEL}}",
                subsequent_indent=" " * (LABEL + 2),
                break_long_words=False,
                break_on_hyphens=False,
            )
    drawings = draw_examples(held)
    if not drawings:
        yield f"  {'Example':<{LABEL}}none is drawn"
    for place, drawing in enumerate(drawings):
        yield f"  {'Example' if place == 0 else '':<{LABEL}}{drawing.title}"
        yield from _drawn(drawing, columns)


def facts_of(statement: Statement) -> Iterator[tuple[str, str]]:
    """Yield (label, text) of all that a statement says, in the order in which a person asks."""
    rule, held = statement.rule, statement.held[0]
    if statement.why_off:
        yield "Off", statement.why_off
    yield "Says", rule.filled(rule.message)
    yield "To do", rule.filled(rule.action)
    yield "Level", f"{rule.level}: {LEVELS[rule.level]}"
    yield "Held on", "\n".join(f"{each.place} ({', '.join(each.rule.columns)})" for each in statement.held)
    how, text, _ = what_it_finds(rule, held.layer, held.table)
    yield "How", how + (f"; here on {held.place}" if len(statement.held) > 1 else "")
    yield "", squeezed(text)
    yield "Speaks of", applies_in_words(rule)
    yield "NULL", rule.when_null
    thresholds = [threshold_in_words(each, name) for each in statement.held for name in each.rule.thresholds]
    yield "Thresholds", "\n".join(dict.fromkeys(thresholds)) or "none that the settings may change"
    yield "Escalation", escalation_in_words(rule.escalation)
    if rule.shows:
        yield "Shows", squeezed(rule.filled(rule.shows))
    yield "Category", rule.category
    yield "Citation", rule.citation
    for difference in statement.differs:
        yield "Differs", f"from the book: {difference_in_words(difference)}; reason: {difference[3]}"


def threshold_in_words(held: Held, name: str) -> str:
    """Return a threshold with its value, and the book's where they differ."""
    value, written = held.rule.thresholds[name], held.written.thresholds[name]
    return f"{name} = {number(value)}" + (f" (the book: {number(written)})" if value != written else "")


def squeezed(text: str) -> str:
    """Return SQL with its line breaks as blanks."""
    return re.sub(r"\s+", " ", text).strip()


def _drawn(drawing: Drawing, columns: int) -> Iterator[str]:
    if not drawing.columns:
        return
    table = [("", *drawing.columns), *((which, *cells) for which, cells in drawing.rows)]
    widths = [max(map(_cells_wide, column)) for column in zip(*table, strict=True)]
    if sum(widths) + 2 * len(widths) + LABEL + 2 <= columns:
        for row in table:
            cells = "  ".join(cell + " " * (wide - _cells_wide(cell)) for cell, wide in zip(row, widths, strict=True))
            yield f"{' ' * (LABEL + 2)}{cells}".rstrip()
        return
    for which, cells in drawing.rows:  # too wide for a table: one row below the other
        said = ", ".join(f"{name} = {cell}" for name, cell in zip(drawing.columns, cells, strict=True))
        yield from textwrap.wrap(f"{which}: {said}", columns, initial_indent=" " * (LABEL + 2), subsequent_indent=" " * (LABEL + 4))


def json_of(entries: list[Entry]) -> str:
    """Return every rule held, one object each, for programs."""
    return json.dumps([_object(each, entry) for entry in entries for each in entry.held], ensure_ascii=False, indent=2)


def _object(held: Held, entry: Entry) -> dict[str, Any]:
    rule, written = held.rule, held.written
    how, text, language = what_it_finds(rule, held.layer, held.table)
    return {
        "id": rule.id,
        "name": rule.name,
        "catalogue": entry.catalogue,
        "level": rule.level,
        "level_in_book": written.level,
        "layer": held.layer,
        "table": held.table,
        "columns": list(rule.columns),
        "category": rule.category,
        "when_null": rule.when_null,
        "how": how,
        "finds": text,
        "language": language,
        "applies": rule.filled(rule.applies),
        "shows": rule.filled(rule.shows),
        "thresholds": {name: {"book": written.thresholds[name], "in_force": value} for name, value in rule.thresholds.items()},
        "escalation": escalation_in_words(rule.escalation) if rule.escalation else None,
        "message": rule.filled(rule.message),
        "action": rule.filled(rule.action),
        "citation": rule.citation,
        "off": held.why_off or None,
        "differs": [dict(zip(("what", "book", "in_force", "reason"), each, strict=True)) for each in held.differs],
    }


def _where(statement: Statement) -> str:
    tables = [each.table for each in statement.held]
    return tables[0] if len(set(tables)) == 1 else f"{len(set(tables))} tables"


def _cells_wide(text: str) -> int:
    """Return how many columns of a terminal a text takes; a Hangul letter is two wide."""
    return sum(2 if ord(letter) > 0x2E7F else 1 for letter in text)


def _bold(text: str) -> str:
    return f"{BOLD}{text}{PLAIN}" if sys.stdout.isatty() else text
