"""The report in Korean: no heading, title or sentence about gates and queries lacks its translation."""

import csv
import itertools
import re
from typing import get_args

import pytest

from pipelines.analysis import adjusted_rates
from pipelines.book.outcome_words import BROKEN
from pipelines.report.build_document import build_document
from pipelines.report.document import Figure, Table
from pipelines.report.gate_view import view_broken, view_families
from pipelines.report.html_page import TEMPLATES, render_report, with_trend
from pipelines.report.language import ReportWords, words_of
from pipelines.report.query_view import view_queries
from pipelines.settings.sections import Further
from pipelines.warehouse.table_files import ROOT
from tests.analysis.cohort_frame import reconstructed_patients
from tests.report.report_of import RESULTS, settings_with, statistics_of

KOREAN = ReportWords("ko")
HANGUL = re.compile(r"[가-힣]")
OF_RELEASES = ("release_difference.html.j2", "trend.html.j2")  # for whoever looks after the machine: in English, as the terminal is
LISTED = ROOT / "pipelines" / "report" / "words_ko.csv"
QUERIES = {
    **{"open": 31, "consequences": 4, "new": 2, "reopened": 1, "closed": 3, "answered": 5, "accepted": 6, "closed_count": 1200},
    **{"median_days_to_close": 12.5, "answered_count": 8, "changed_count": 6},
    **{"open_counts": [], "rule_answers": [], "override_counts": []},
}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Gates", "품질 관문"),
        ("Table S12", "표 S12"),
        ("Overall survival by arm", "군별 전체 생존"),
        ("Overall survival and progression-free survival by arm", "군별 전체 생존, 무진행 생존"),
        ("Factors associated with time to progression", "진행까지의 시간 관련 요인"),
        ("Factors associated with time to the moon", "time to the moon 관련 요인"),  # an endpoint of the hospital's own
        ("Hazard ratio of HAIC and A against B within subgroups", "하위군별 HAIC and A 대 B의 위험비"),  # arms are the settings' words
        ("what nobody has translated", "what nobody has translated"),
    ],
)
def test_a_text_and_the_parts_that_differ_from_run_to_run(text, said):
    assert KOREAN.said(text) == said


def test_texts_with_parts_of_their_own():
    assert KOREAN.said("as of {0}", "2024-12-31") == "기준일 2024-12-31"
    assert ReportWords().said("as of {0}", "2024-12-31") == "as of 2024-12-31"


def test_every_translation_has_the_places_of_its_text():
    with LISTED.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert sorted(re.findall(r"\{\d\}", row["en"])) == sorted(re.findall(r"\{\d\}", row["ko"])), row["en"]
            assert HANGUL.search(row["ko"]), row["en"]


def test_no_text_of_the_pages_lacks_its_translation():
    """What stands in a heading, a column's head or a paragraph of a template goes through the list, and the list has it."""
    for path in sorted(path for path in TEMPLATES.glob("*.j2") if path.name not in OF_RELEASES):
        text = path.read_text(encoding="utf-8")
        for literal in re.findall(r'"([^"]+)"\|said', text) + re.findall(r'counted\([^)]*, "([^"]+)", "[^"]+"\)', text):
            assert HANGUL.search(KOREAN.said(literal.replace("{0}", "7"))), f"{path.name}: {literal}"
        bare = re.sub(r"\{\{.*?\}\}|\{%.*?%\}|<span.*?</span>|<!--.*?-->", "", text, flags=re.DOTALL)
        for tag, inner in re.findall(r"<(h[1-6]|th|p|li|figcaption|footer|strong)\b[^>]*>(.*?)</\1>", bare, flags=re.DOTALL):
            assert not re.search(r"[A-Za-z]{2}", re.sub(r"<[^>]*>", "", inner).replace("%", "")), f"{path.name}: <{tag}> {inner}"


@pytest.mark.parametrize("count", [0, 1, 1200])
def test_what_is_said_of_families_and_queries_is_translated(count):
    view = view_queries(
        {"queries": QUERIES | {"open": count + 4, "consequences": 4 if count > 1 else 3 - count, "median_days_to_close": 1}}
    )
    for sentence in view.sentences:
        assert HANGUL.search(KOREAN.said(sentence)), sentence
    for family in view_families(RESULTS["rules"], RESULTS["findings"], ()):
        assert HANGUL.search(KOREAN.said(family.name)), family.name


def test_what_became_of_rules_is_translated():
    """Whatever rules come to, alone and as a family, of one row and of many."""
    for outcome, level, rows, findings in itertools.product(("failed", "error", "passed", "not applicable"), BROKEN, (1, 1200), (1, 30)):
        rule = {"rule": "CV-001", "name": "x", "layer": "staging", "table": "labs", "outcome": outcome, "level": level}
        for others in ([], [rule | {"outcome": "not applicable"}], [rule, rule | {"outcome": "passed"}]):
            rules = [rule | {"rows": rows, "findings": findings}, *(one | {"rows": 0, "findings": 0} for one in others)]
            said = [one.words for one in (*view_families(rules, {}, ()), *view_broken(rules[:1]))]
            assert all(HANGUL.search(KOREAN.said(words)) for words in said), said
            left = [KOREAN.said(words) for words in said if re.search(r"[a-z]{2}", KOREAN.said(words))]
            assert left == [], left


def test_a_broken_rule_says_what_is_wrong_as_its_queries_do():
    words = words_of(settings_with(report={"language": "ko"}))
    rule = {"rule": "CR-007", "name": "lesion_has_its_read", "level": "reject", "layer": "staging", "table": "lesions"}
    (broken,) = view_broken([rule | {"outcome": "failed", "rows": 9, "findings": 1}])
    assert HANGUL.search(words.sentence_of(broken)) and words.what_rules_say == "무엇이 문제인가"
    assert ReportWords().sentence_of(broken) == "Lesion has its read"


@pytest.fixture(scope="module")
def everything():
    """Return the report of all further pieces, as it is in English, with its settings."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(adjusted_rates.fit_adjusted_rates, "__defaults__", (10,))  # draws
        asked = {"further": list(get_args(Further))}
        settings = settings_with(analysis=asked, report={"language": "ko", "compare_with_paper": True})
        statistics = statistics_of(reconstructed_patients(), settings)
        return build_document(statistics, settings, RESULTS), settings


@pytest.mark.slow
def test_no_title_of_the_report_of_everything_lacks_its_translation(everything):
    document, settings = everything
    korean = words_of(settings).document(document)
    titles = [one.title for one in korean.sections] + [one.label for one in korean.tiles]
    titles += [text for block in korean.blocks(Table) + korean.blocks(Figure) for text in (block.number, block.title)]
    assert len(titles) > 60
    assert [title for title in titles if not HANGUL.search(title)] == []


@pytest.mark.slow
def test_the_page_has_its_language_and_keeps_its_numbers(everything):
    document, settings = everything
    words = words_of(settings)
    figures = {one.name: b'<svg viewBox="0 0 9 9"></svg>' for one in document.blocks(Figure)}
    page = render_report(words.document(document), RESULTS, figures, words)
    assert '<html lang="ko">' in page and "<h1>등록사업 보고서</h1>" in page and "<b>표 1.</b>기준일의 환자 특성" in page
    assert all(cell.text in page for cell in document.blocks(Table)[0].lines[1].cells if cell.text.isalnum())
    trend = with_trend(page, RESULTS, [RESULTS, RESULTS], words)
    assert "지적, 최근 2회 실행" in trend
