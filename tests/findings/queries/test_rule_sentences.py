"""A list in Korean asks in Korean: every sentence of every rule has its translation, with the same numbers in it."""

import re
from collections import Counter

import pytest

from pipelines.findings.queries.rule_sentences import in_language, translations
from pipelines.settings.rules_in_force import AS_WRITTEN, all_rules, rules_in_force
from pipelines.settings.sections import RuleChange

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


def test_what_is_no_sentence_of_the_rule_stays_as_it_is():
    query = {
        "layer": "staging",
        "table": "assessments",
        "rule": "PA-002",
        "message": "something else",
        "action": "Say which value is right.",
    }
    assert in_language(query, AS_WRITTEN, "ko") == query
