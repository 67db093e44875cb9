"""A list in Korean asks in Korean: every sentence of every rule has its translation, with the same numbers in it."""

import re
from collections import Counter

import pytest

from pipelines.drop.delimited import SENSELESS
from pipelines.drop.json_records import NO_OBJECT
from pipelines.findings.queries.rule_sentences import MADE, in_language, translations
from pipelines.raw.reshape.join import TWICE
from pipelines.settings.rules_in_force import AS_WRITTEN, all_rules, rules_in_force
from pipelines.settings.sections import RuleChange
from tests.path_run import ROOT

SENTENCES = {text for _, _, rule in all_rules() for text in (rule.message, rule.action)}
HANGUL = re.compile("[가-힣]")


def test_no_sentence_lacks_its_translation():
    assert sorted(SENTENCES - translations("ko").keys()) == [], "add the sentence and what it says in Korean to schemas/rule_words_ko.csv"
    assert sorted(translations("ko").keys() - SENTENCES) == [], "no rule says this any more; take it out of schemas/rule_words_ko.csv"


def test_a_translation_has_the_same_numbers_and_is_korean():
    for english, korean in translations("ko").items():
        assert Counter(re.findall(r"\{[a-z0-9_]+\}", english)) == Counter(re.findall(r"\{[a-z0-9_]+\}", korean)), english
        assert (" ({plan})" in english) == (" ({plan})" in korean), f"the plan is left out with its brackets where there is none: {english}"
        assert HANGUL.search(korean), english


@pytest.mark.parametrize("changes", [{}, {"height_cm_is_possible": RuleChange(thresholds={"low": 60}, reason="adults only")}])
def test_a_query_is_asked_in_korean_with_the_numbers_in_force(changes):
    book = rules_in_force(changes)
    (rule,) = (rule for rule in book.rules("staging", "assessments") if rule.name == "height_cm_is_possible")
    query = {
        "layer": "staging",
        "table": "assessments",
        "rule": rule.id,
        "message": rule.filled(rule.message),
        "action": rule.filled(rule.action),
    }
    said = in_language(query, book, "ko")
    low, high = (f"{rule.thresholds[name]:g}" for name in ("low", "high"))
    assert said["message"] == f"키(cm)가 {low} ~ {high} 범위를 벗어납니다"
    assert said["action"] == "원기록에서 값과 단위를 확인하십시오."
    assert in_language(query, book, "en") == query


def test_what_nobody_has_translated_stays_as_it_is():
    query = {
        "layer": "staging",
        "table": "assessments",
        "rule": "PA-002",
        "message": "something else",
        "action": "Do something else.",
    }
    assert in_language(query, AS_WRITTEN, "ko") == query


@pytest.mark.parametrize(
    ("english", "korean"),
    [
        (SENSELESS, "칸을 닫는 따옴표 뒤에 글자가 있거나, 칸이 131,072자보다 깁니다"),
        (NO_OBJECT, "각 키가 한 번씩만 있는 JSON 객체 하나가 아닙니다"),
        (TWICE, "환자번호로 합치는 파일에 같은 환자의 두 번째 행이 있습니다"),
        ("the row fills 5 cells and the header has 4", "행에 5칸이 채워져 있는데 머리글은 4칸입니다"),
        ("the row holds bytes that are no text in the file's encoding", "행에 파일의 문자 인코딩으로 읽을 수 없는 바이트가 있습니다"),
        (
            "its row in patients was quarantined, and this row goes with it; the row itself may be good",
            "patients 의 해당 행이 격리되어 이 행도 함께 격리됩니다. 이 행 자체는 문제가 없을 수 있습니다",
        ),
    ],
)
def test_what_is_said_where_a_finding_is_made_is_korean_too(english, korean):
    query = {"layer": "staging", "table": "labs", "rule": "CV-028", "message": english, "action": None}
    assert in_language(query, AS_WRITTEN, "ko") == query | {"message": korean}


@pytest.mark.parametrize("pattern", [pattern for pattern, _ in MADE["ko"]])
def test_what_is_translated_is_still_said(pattern):
    words = max(re.split(r"\(.*?\)|\\.", pattern), key=len).strip().removeprefix("cells ")
    folders = [path for folder in ("pipelines", "sql") for path in (ROOT / folder).rglob("*.*") if path.suffix in (".py", ".sql")]
    saying = [path.name for path in folders if path.name != "rule_sentences.py" and words[:40] in path.read_text(encoding="utf-8")]
    assert saying, f"nothing says {words!r} any more"
