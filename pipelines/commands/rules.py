"""The command `rules`: lists the book, shows one rule, or says what changed settings would come to."""

import argparse
import re
import sys
from pathlib import Path

DONE, USAGE, NO_INPUT = 0, 2, 4


def show_rules(options: argparse.Namespace) -> int:
    """Print what is asked for and return the exit code."""
    from pipelines.book.entries import read_book
    from pipelines.book.names import FAMILIES
    from pipelines.book.terminal import json_of, list_of, page_of, width
    from pipelines.drop.sheet import UnreadableDrop
    from pipelines.gate.rules_in_force import AS_WRITTEN, rules_in_force
    from pipelines.settings.errors import UnusableSettings
    from pipelines.settings.load_settings import load_settings
    from pipelines.settings.nearest import nearest

    asked = (options.rule or "").upper()
    try:
        if options.impact:
            from pipelines.book.impact_in_words import show_impact

            return show_impact(options)
        book = rules_in_force(load_settings(options.config).rules) if _is_named(options.config) else AS_WRITTEN
    except UnusableSettings as error:
        return _say(error)
    except UnreadableDrop as error:
        return _say(f"{error.rule}: {error}", NO_INPUT)
    everything = read_book(book)
    family = asked if asked in FAMILIES else ""
    tables = {each.table for entry in everything for each in entry.held}
    if options.table and options.table not in tables:
        return _say(f"no rule is held on a table {options.table}{nearest(options.table, tables)}")
    entries = read_book(book, family=family, table=options.table, level=options.level)
    if asked and not family:
        numbers = {entry.id for entry in everything}
        named = {each.rule.name: entry.id for entry in everything for each in entry.held}
        asked = named.get(asked.lower(), asked)
        if asked not in numbers:
            if re.fullmatch(r"[A-Z]{1,3}", asked):
                return _say(f"there is no family {asked}; known are {', '.join(FAMILIES)}")
            return _say(f"there is no rule {options.rule}{_nearest(asked, numbers)}")
        entries = [entry for entry in everything if entry.id == asked]
        print(json_of(entries) if options.json else page_of(entries[0], width()))
        return DONE
    print(json_of(entries) if options.json else list_of(entries, width()))
    return DONE


def _is_named(config: Path) -> bool:
    """Say whether the settings are to be read: without the file that is taken if none is named, the book is as written."""
    return config.exists() or config != Path("registry.toml")


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


def _say(message: object, code: int = USAGE) -> int:
    print(message, file=sys.stderr)
    return code
