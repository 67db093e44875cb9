"""Draws the rule book as pages that open from a folder: an index with this run's outcomes, and one page per rule."""

from collections import Counter
from collections.abc import Mapping
from itertools import groupby
from pathlib import Path
from textwrap import dedent
from typing import Any

from pipelines.book.entries import Entry, Statement, read_book
from pipelines.book.examples import BREAKS, PASSES, draw_examples
from pipelines.book.in_words import applies_in_words, difference_in_words, escalation_in_words, what_it_finds
from pipelines.book.names import FAMILIES
from pipelines.book.outcome_words import BROKEN, LEVELS, MARKS, SAID, WORST_FIRST, say_count
from pipelines.book.outcomes import RunOutcome, outcome_of, outcomes_of
from pipelines.book.terminal import threshold_in_words
from pipelines.settings.rules_in_force import rules_in_force
from pipelines.settings.sections import RuleChange
from pipelines.settings.study import Study

TO_LOOK_AT = ("error", *BROKEN.values())
TEMPLATES = Path(__file__).resolve().parent / "templates"


def draw_pages(changes: Mapping[str, RuleChange], results: Mapping[str, Any], study: Study | None = None) -> dict[str, str]:
    """Return every page by its file name, with the plans of a study; nothing in it is of a patient."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    entries = read_book(rules_in_force(changes, study))
    outcomes = outcomes_of(results)
    views = [_view(entry, outcomes) for entry in entries]
    run = {name: str(results.get(name, "")) for name in ("registry", "as_of", "run_id")}
    shared = {"run": run, "said": SAID, "marks": MARKS, "levels": LEVELS}
    index = environment.get_template("index.html")
    page = environment.get_template("rule.html")
    pages = {"index.html": index.render(**shared, **_index(views))}
    for before, view, after in zip([None, *views[:-1]], views, [*views[1:], None], strict=True):
        pages[f"{view['id']}.html"] = page.render(**shared, entry=view, before=before, after=after)
    return pages


def _index(views: list[dict[str, Any]]) -> dict[str, Any]:
    rows = [(view, statement) for view in views for statement in view["statements"]]
    counts = Counter(each["outcome"].outcome for _, statement in rows for each in statement["held"])
    listed = {key: list(group) for key, group in groupby(rows, key=lambda row: row[0]["id"][:2])}
    return {
        "rule_count": len(views),
        "families": [(key, FAMILIES.get(key, ""), rows_of) for key, rows_of in listed.items()],
        "to_look_at": sorted((row for row in rows if row[1]["outcome"].outcome in TO_LOOK_AT), key=_worst_first),
        "off": [(view, statement) for view, statement in rows if statement["why_off"]],
        "differing": [(view, statement) for view, statement in rows if statement["differs"]],
        "counts": [(outcome, say_count(outcome, counts[outcome])) for outcome in MARKS if counts[outcome]],
        "held_count": sum(counts.values()),
    }


def _view(entry: Entry, outcomes: Mapping[tuple, RunOutcome]) -> dict[str, Any]:
    return {
        "id": entry.id,
        "family": FAMILIES.get(entry.family, ""),
        "title": entry.catalogue or entry.statements[0].sentence,
        "statements": [_statement(statement, outcomes) for statement in entry.statements],
    }


def _statement(statement: Statement, outcomes: Mapping[tuple, RunOutcome]) -> dict[str, Any]:
    rule, held = statement.rule, statement.held[0]
    how, text, language = what_it_finds(rule, held.layer, held.table)
    return {
        "sentence": statement.sentence[0].upper() + statement.sentence[1:],
        "level": rule.level,
        "why_off": statement.why_off,
        "where": held.table if len(statement.tables) == 1 else f"{len(statement.tables)} tables",
        "held": [
            {"place": each.place, "columns": ", ".join(each.rule.columns), "outcome": outcome_of([each], outcomes)}
            for each in statement.held
        ],
        "outcome": outcome_of(statement.held, outcomes),
        "how": how + (f" (here on {held.place})" if len(statement.held) > 1 else ""),
        "finds": dedent(text).strip(),
        "is_sql": language == "sql",
        "applies": applies_in_words(rule),
        "when_null": rule.when_null,
        "thresholds": list(dict.fromkeys(threshold_in_words(each, name) for each in statement.held for name in each.rule.thresholds)),
        "escalation": escalation_in_words(rule.escalation),
        "shows": dedent(rule.filled(rule.shows)).strip(),
        "message": rule.filled(rule.message),
        "action": rule.filled(rule.action),
        "category": rule.category,
        "citation": rule.citation,
        "differs": [(difference_in_words(difference), difference[3]) for difference in statement.differs],
        "drawings": [
            (each.title, each.columns, [(which, cells, _mark(which)) for which, cells in each.rows]) for each in draw_examples(held)
        ],
    }


def _worst_first(row: tuple[dict, dict]) -> tuple:
    outcome, level = row[1]["outcome"], row[1]["level"]
    return WORST_FIRST.index(outcome.outcome), ("stop", "reject", "flag").index(level), -outcome.findings, row[0]["id"]


def _mark(which: str) -> str:
    return MARKS["quarantines"] if which == BREAKS else MARKS["passed"] if which.endswith(PASSES) else ""
