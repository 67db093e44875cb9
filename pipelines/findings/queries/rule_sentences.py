"""The sentences of the rules in another language: what a query asks and what to do, for lists that are written in it."""

import csv
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from pipelines.findings.queries.query_words import Language
from pipelines.settings.rules_in_force import RuleBook
from pipelines.warehouse.table_files import ROOT

# What is said where a finding is made, and not by a rule: a pattern of the English, and the same with what the pattern has found.
MADE: Mapping[str, tuple[tuple[str, str], ...]] = {
    "ko": (
        (
            r"its row in (\w+) was quarantined, and this row goes with it; the row itself may be good",
            "{0} 의 해당 행이 격리되어 이 행도 함께 격리됩니다. 이 행 자체는 문제가 없을 수 있습니다",
        ),
        (
            r"Look at the finding of its row in (\w+); once that is right, this row comes back by itself\.",
            "{0} 의 해당 행에 대한 지적을 보십시오. 그 행이 바로잡히면 이 행은 저절로 돌아옵니다.",
        ),
        (r"the row has (\d+) cells and the header has (\d+)", "행이 {0}칸인데 머리글은 {1}칸입니다"),
        (r"the row fills (\d+) cells and the header has (\d+)", "행에 {0}칸이 채워져 있는데 머리글은 {1}칸입니다"),
        (r"the row has (\d+) cells", "행이 {0}칸입니다"),
        (
            r"the row has another number of cells than the others, and its last is blank, so that a cell may be shifted",
            "행의 칸 수가 다른 행과 다르고 마지막 칸이 비어 있어, 칸이 밀렸을 수 있습니다",
        ),
        (
            r"text follows the quotation mark that closes a cell, or a cell is longer than 131,072 characters",
            "칸을 닫는 따옴표 뒤에 글자가 있거나, 칸이 131,072자보다 깁니다",
        ),
        (
            r"a second row of one patient in a file that is joined by the patient number",
            "환자번호로 합치는 파일에 같은 환자의 두 번째 행이 있습니다",
        ),
        (r"it is not one JSON object with every key once", "각 키가 한 번씩만 있는 JSON 객체 하나가 아닙니다"),
        (
            r"the value given under (Q-\d+) no longer applies: the cell holds another one than it did",
            "{0} 에서 기입한 값을 더 이상 쓸 수 없습니다. 칸의 값이 그때와 다릅니다",
        ),
        (r"Say which value is right\.", "어느 값이 맞는지 알려 주십시오."),
    )
}


@cache
def translations(language: Language) -> Mapping[str, str]:
    """Return the sentences of the rules as written, each with what it says in a language; none where nobody has translated them."""
    path = ROOT / "schemas" / f"rule_words_{language}.csv"
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row["en"]: row[language] for row in csv.DictReader(file)}


def in_language(query: Mapping[str, Any], book: RuleBook, language: Language) -> Mapping[str, Any]:
    """Return a query with message and action in a language, with the thresholds in force; what nobody has translated stays as it is."""
    said = translations(language)
    filled = dict(said) | {
        rule.filled(text): rule.filled(said[text])
        for rule in book.with_those_off(query["layer"], query["table"])
        if rule.id == query["rule"]
        for text in (rule.message, rule.action)
        if text in said
    }
    texts = {name: query[name] or "" for name in ("message", "action")}
    return {**query, **{name: filled.get(text) or _made(text, language) or query[name] for name, text in texts.items()}}


def _made(text: str, language: Language) -> str:
    found = ((re.fullmatch(pattern, text), said) for pattern, said in MADE.get(language, ()))
    return next((said.format(*match.groups()) for match, said in found if match), "")
