"""The rule book as people look it up: one entry per number, with all that is held under it, as written and as in force."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from pipelines.book.names import FAMILIES, say_words
from pipelines.settings.rules_in_force import AS_WRITTEN, LAYERS, RuleBook, all_rules
from schemas.rule import Rule

CATALOGUE = Path(__file__).resolve().parents[2] / "schemas" / "rule_catalogue.csv"


@dataclass(frozen=True)
class Held:
    """One rule on one table: as the book writes it, and as the settings hold it, with the reason where the two differ."""

    layer: str
    table: str
    written: Rule
    rule: Rule
    differs: tuple[tuple[str, object, object, str], ...] = ()  # what, in the book, in force, the reason
    why_off: str = ""  # the reason for which it is off

    @property
    def place(self) -> str:
        """The table with its layer."""
        return f"{self.layer}.{self.table}"


@dataclass(frozen=True)
class Statement:
    """What is said in the same words about one or more tables and columns."""

    held: tuple[Held, ...]

    @property
    def rule(self) -> Rule:
        """The rule in force on the first of its tables."""
        return self.held[0].rule

    @property
    def written(self) -> Rule:
        """The rule of the book on the first of its tables."""
        return self.held[0].written

    @property
    def sentence(self) -> str:
        """The rule's name in words; of names that differ in their column, what they share."""
        names = list(dict.fromkeys(each.rule.name for each in self.held))
        if len(names) == 1:
            return say_words(names[0].split("_"))
        ends = [name.split("_")[::-1] for name in names]
        shared = [words[0] for words in zip(*ends, strict=False)]
        length = next((place for place, words in enumerate(zip(*ends, strict=False)) if len(set(words)) > 1), len(shared))
        return "… " + say_words(shared[:length][::-1]) if length > 1 else say_words(names[0].split("_")) + ", and the like"

    @property
    def tables(self) -> list[str]:
        """The tables it is held on, with their layer."""
        return list(dict.fromkeys(each.place for each in self.held))

    @property
    def differs(self) -> list[tuple[str, object, object, str]]:
        """What differs from the book."""
        return list(dict.fromkeys(difference for each in self.held for difference in each.differs))

    @property
    def why_off(self) -> str:
        """Why it is off; "" where it is held on any table."""
        return self.held[0].why_off if all(each.why_off for each in self.held) else ""


@dataclass(frozen=True)
class Entry:
    """All that is held under one number."""

    id: str
    catalogue: str
    statements: tuple[Statement, ...] = field(default=())

    @property
    def family(self) -> str:
        """The two letters of its family."""
        return self.id[:2]

    @property
    def held(self) -> list[Held]:
        """Every rule of this number."""
        return [each for statement in self.statements for each in statement.held]

    @property
    def differs(self) -> list[tuple[str, object, object, str]]:
        """What differs from the book."""
        return list(dict.fromkeys(difference for statement in self.statements for difference in statement.differs))


@cache
def catalogue() -> Mapping[str, str]:
    """Return the title of each number of the catalogue: what is held under it, without its thresholds, which the settings may change."""
    with CATALOGUE.open(encoding="utf-8", newline="") as file:
        return {row["id"]: row["title"] for row in csv.DictReader(file)}


def read_book(book: RuleBook = AS_WRITTEN, *, family: str = "", table: str = "", level: str = "") -> list[Entry]:
    """Return the entries of the book by family and number; of a filter, those that it leaves, with only what it leaves of them."""
    differences: dict[tuple, list] = {}
    for one in book.changed_rules():
        key = (one["layer"], one["table"], one["rule"], one["name"], tuple(one["columns"]))
        differences.setdefault(key, []).append((one["changed"], one["book"], one["in_force"], one["reason"]))
    entries: dict[str, list[Held]] = {}
    for (layer, of_table, written), rule in zip(all_rules(), _in_force(book), strict=True):
        if (not family or written.id.startswith(family)) and table in ("", of_table) and level in ("", rule.level):
            key = (layer, of_table, written.id, written.name, written.columns)
            entries.setdefault(written.id, []).append(
                Held(layer, of_table, written, rule, tuple(differences.get(key, ())), book.why_off(rule))
            )
    order = list(FAMILIES)
    numbers = sorted(entries, key=lambda number: (order.index(number[:2]) if number[:2] in order else len(order), number))
    return [Entry(number, catalogue().get(number, ""), tuple(_statements(entries[number]))) for number in numbers]


def _in_force(book: RuleBook) -> Iterable[Rule]:
    places = dict.fromkeys((layer, table) for layer, table, _ in all_rules())
    return (rule for layer, table in places for rule in book.with_those_off(layer, table))


def _statements(held: list[Held]) -> list[Statement]:
    """Put together what is said in the same words."""
    groups: dict[tuple, list[Held]] = {}
    for each in held:
        written = each.written
        words = (each.layer, written.level, each.rule.level, written.when_null, written.message, written.action, written.citation)
        groups.setdefault((*words, each.why_off, *sorted(written.thresholds)), []).append(each)
    rank = {level: place for place, level in enumerate(("stop", "reject", "flag"))}
    ordered = sorted(groups.values(), key=lambda group: (rank[group[0].written.level], LAYERS.index(group[0].layer)))
    return [Statement(tuple(group)) for group in ordered]
