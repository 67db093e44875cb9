"""The command `rules`: lists the book, shows one rule, or says what changed settings would come to."""

import argparse
import re
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.commands.command import Command
from pipelines.commands.options import REGISTRY, add_config, add_data
from pipelines.commands.say import say
from pipelines.run.exit_code import ExitCode

if TYPE_CHECKING:
    from pipelines.settings.rules_in_force import RuleBook


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say which rules, under which settings, and whether their effect is asked for."""
    parser.add_argument("rule", nargs="?", help="a rule (MR-007) or a family (MR); without it the whole book")
    parser.add_argument("--table", default="", help="only the rules held on this table")
    parser.add_argument("--level", default="", choices=("reject", "flag", "stop"), help="only the rules of this level")
    parser.add_argument("--json", action="store_true", help="for programs: one object per rule and table")
    parser.add_argument("--impact", action="store_true", help="what the settings of --config would open, close and move; publishes nothing")
    add_config(parser)
    add_data(parser, "with --impact: data folder of the last run")
    parser.add_argument("--drop", type=Path, help="with --impact: take these extracts, and not the rows that the last run kept")


def run(options: argparse.Namespace) -> ExitCode:
    """Print what is asked for."""
    if options.impact:
        from pipelines.commands.impact import show_impact

        return show_impact(options)
    return _show_book(options, _book(options.config))


def _book(config: Path) -> "RuleBook":
    """Return the rules in force; without the file that is taken if none is named, the book is as written."""
    from pipelines.settings.load_settings import load_settings
    from pipelines.settings.rules_in_force import AS_WRITTEN, rules_in_force

    is_named = config.exists() or config != REGISTRY
    if not is_named:
        return AS_WRITTEN
    settings = load_settings(config)
    return rules_in_force(settings.rules, settings.study)


def _show_book(options: argparse.Namespace, book: "RuleBook") -> ExitCode:
    from pipelines.book.entries import read_book
    from pipelines.book.names import FAMILIES
    from pipelines.book.terminal import json_of, list_of, page_of, width
    from pipelines.settings.nearest import nearest

    asked = (options.rule or "").upper()
    everything = read_book(book)
    family = asked if asked in FAMILIES else ""
    tables = {each.table for entry in everything for each in entry.held}
    if options.table and options.table not in tables:
        return say(f"no rule is held on a table {options.table}{nearest(options.table, tables)}", ExitCode.USAGE)
    if asked and not family:
        numbers = {entry.id for entry in everything}
        named = {each.rule.name: entry.id for entry in everything for each in entry.held}
        asked = named.get(asked.lower(), asked)
        if asked not in numbers:
            if re.fullmatch(r"[A-Z]{1,3}", asked):
                return say(f"there is no family {asked}; known are {', '.join(FAMILIES)}", ExitCode.USAGE)
            return say(f"there is no rule {options.rule}{_nearest(asked, numbers)}", ExitCode.USAGE)
        entries = [entry for entry in everything if entry.id == asked]
        print(json_of(entries) if options.json else page_of(entries[0], width()))
        return ExitCode.DONE
    entries = read_book(book, family=family, table=options.table, level=options.level)
    print(json_of(entries) if options.json else list_of(entries, width()))
    return ExitCode.DONE


def _nearest(asked: str, numbers: set[str]) -> str:
    """Return the numbers that come next to the one asked for."""
    import difflib

    shape = re.fullmatch(r"([A-Z]{2})-?(\d{1,4})", asked)
    if shape:
        of_family = sorted(number for number in numbers if number.startswith(shape[1]))
        close = sorted(of_family, key=lambda number: (abs(int(number[3:]) - int(shape[2])), number))[:3]
    else:
        close = difflib.get_close_matches(asked, sorted(numbers), n=3, cutoff=0.4)
    return f"; the nearest are {', '.join(sorted(close))}" if close else "; `python -m pipelines rules` lists them"


COMMAND = Command("the rule book: list it, show one rule, or see what changed settings would come to", add_arguments, run)
