"""The report in another language: headings, titles and what the gates and queries came to; numbers, notes and methods stay English.

`words_<language>.csv` beside this file has each text as written, "{0}" standing for what differs from run to run, and its translation. What
stands in the place of a "{0}" is translated if it is a text of the list itself; the hospital's own words are left as they are.
"""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from pipelines.book.names import say_name
from pipelines.findings.queries.query_words import Language
from pipelines.findings.queries.rule_sentences import translations
from pipelines.report.document import Block, Contents, Document, Figure, Flow, Section, Table
from pipelines.report.gate_view import RuleView
from pipelines.settings.rules_in_force import all_rules, rules_in_force
from pipelines.settings.sections import Settings

WRITTEN: Language = "en"
PLACE = re.compile(r"\\{(\d)\\}")  # "{0}", escaped


@dataclass(frozen=True)
class ReportWords:
    """The words of a report. `broken` are what is wrong where a rule does not hold, by its id, layer, table and name in words."""

    language: Language = WRITTEN
    broken: Mapping[tuple[str, str, str], str] = field(default_factory=dict)

    def said(self, text: str, *parts: object) -> str:
        """Return a text of the report, with its parts in the places of "{0}", "{1}"."""
        if self.language == WRITTEN:
            return text.format(*parts) if parts else text
        return _said(self.language, text.format(*parts) if parts else text)

    @property
    def what_rules_say(self) -> str:
        """Return the heading of what `sentence_of` gives."""
        return "What must be true" if self.language == WRITTEN else self.said("What is wrong")

    def sentence_of(self, rule: RuleView) -> str:
        """Return what a broken rule asks for, as its name has it; in another language what is wrong, as its queries say it."""
        return self.broken.get((rule.id, rule.table, rule.sentence), rule.sentence)

    def document(self, document: Document) -> Document:
        """Return a report with the titles of its sections, tables, figures and tiles in this language."""
        if self.language == WRITTEN:
            return document
        tiles = tuple(replace(tile, label=self.said(tile.label), note=self.said(tile.note)) for tile in document.tiles)
        return replace(document, tiles=tiles, sections=tuple(map(self._section, document.sections)))

    def _section(self, section: Section) -> Section:
        return replace(section, title=self.said(section.title), blocks=tuple(map(self._block, section.blocks)))

    def _block(self, block: Block) -> Block:
        if isinstance(block, Flow):
            number, title = self.said(block.figure.number), self.said(block.figure.title)
            return replace(block, figure=replace(block.figure, number=number, title=title))
        if isinstance(block, Table | Figure):
            return replace(block, number=self.said(block.number), title=self.said(block.title))
        if isinstance(block, Contents):
            return Contents(
                tuple(
                    (self.said(title), tuple((self.said(number), self.said(name), anchor) for number, name, anchor in entries))
                    for title, entries in block.entries
                )
            )
        return block


ENGLISH = ReportWords()


def words_of(settings: Settings) -> ReportWords:
    """Return the words of the report in the language of the settings, the rules with the limits in force."""
    language = settings.report.language
    return ENGLISH if language == WRITTEN else ReportWords(language, _messages(settings, language))


def _messages(settings: Settings, language: Language) -> dict[tuple[str, str, str], str]:
    book, said = rules_in_force(settings.rules, settings.study), translations(language)
    held = {(layer, table) for layer, table, _ in all_rules()}
    return {
        (rule.id, f"{layer}.{table}", say_name(rule.name)): rule.filled(said[rule.message])
        for layer, table in sorted(held)
        for rule in book.with_those_off(layer, table)
        if rule.message in said
    }


def _said(language: Language, text: str) -> str:
    whole, patterns = _listed(language)
    if text in whole:
        return whole[text]
    for pattern, translated in patterns:
        if found := pattern.fullmatch(text):
            return translated.format(*(_part(language, part) for part in found.groups()))
    return text


def _part(language: Language, part: str) -> str:
    """Return a part of a text, or what it lists, in a language; what is not known stays."""
    listed = re.split(r", | and ", part)
    known = [_known(language, one) for one in listed]
    return ", ".join(known) if all(one != text for one, text in zip(known, listed, strict=True)) else _said(language, part)


def _known(language: Language, text: str) -> str:
    said = _said(language, text)
    return said if said != text else _said(language, text[:1].upper() + text[1:]) if _is_title(language, text) else text


def _is_title(language: Language, text: str) -> bool:
    """Say whether a text is a title that begins with a small letter within another."""
    return text[:1].upper() + text[1:] in _listed(language)[0]


@cache
def _listed(language: Language) -> tuple[Mapping[str, str], Sequence[tuple[re.Pattern[str], str]]]:
    """Return the texts without a place, each with its translation; and those with places as patterns, the longest first."""
    with Path(__file__).with_name(f"words_{language}.csv").open(encoding="utf-8", newline="") as file:
        listed = {row[WRITTEN]: row[language] for row in csv.DictReader(file)}
    placed = sorted((text for text in listed if "{0}" in text), key=len, reverse=True)
    patterns = [(re.compile(PLACE.sub("(.+)", re.escape(text)), re.DOTALL), listed[text]) for text in placed]
    return {text: said for text, said in listed.items() if text not in placed}, patterns
