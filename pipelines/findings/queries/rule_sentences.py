"""The sentences of the rules in another language: what a query asks and what to do, for lists that are written in it."""

import csv
from collections.abc import Mapping
from functools import cache
from typing import Any

from pipelines.findings.queries.query_words import Language
from pipelines.settings.rules_in_force import RuleBook
from pipelines.warehouse.table_files import ROOT


@cache
def translations(language: Language) -> Mapping[str, str]:
    """Return the sentences of the rules as written, each with what it says in a language; none where nobody has translated them."""
    path = ROOT / "schemas" / f"rule_words_{language}.csv"
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row["en"]: row[language] for row in csv.DictReader(file)}


def in_language(query: Mapping[str, Any], book: RuleBook, language: Language) -> Mapping[str, Any]:
    """Return a query with message and action in a language, with the thresholds in force; what is no rule's own sentence stays as it is."""
    said = translations(language)
    filled = {
        rule.filled(text): rule.filled(said[text])
        for rule in book.with_those_off(query["layer"], query["table"])
        if rule.id == query["rule"]
        for text in (rule.message, rule.action)
        if text in said
    }
    return {**query, **{name: filled.get(query[name], query[name]) for name in ("message", "action")}}
