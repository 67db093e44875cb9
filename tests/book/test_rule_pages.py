"""The pages of the rule book: made of the code and the run's results, whole without a network, and without a word of any patient."""

import json
import re
from html.parser import HTMLParser

import pytest

from pipelines.book.entries import read_book
from pipelines.book.outcome_words import MARKS, say_count, say_levels
from pipelines.book.outcomes import RunOutcome, joined, outcome_of, outcomes_of
from pipelines.book.pages import draw_pages
from pipelines.settings.load_settings import load_settings
from pipelines.settings.rules_in_force import all_rules
from pipelines.settings.sections import RuleChange
from pipelines.warehouse.table_files import ROOT
from tests.small_drop import TABLES, SmallDrop, put_faults_in, signals_kept
from tests.whole_path import slow_to_make

CHANGE = {"MR-007": RuleChange(level="stop", reason="<b>two</b> readers & one & 'quoted'")}


def result(layer, table, rule, outcome, rows=0, findings=0, **more):
    named = {"rule": rule.id, "name": rule.name, "level": rule.level, "layer": layer, "table": table, "columns": list(rule.columns)}
    return {**named, "outcome": outcome, "rows": rows, "findings": findings, **more}


@pytest.fixture(scope="module")
def results():
    """Results in which each rule passed, except one of each other outcome."""
    other = {"MR-007": ("failed", 120, 3), "MR-008": ("not applicable", 0, 0), "MR-009": ("error", 0, 0)}
    rules = [result(layer, table, rule, *other.get(rule.id, ("passed", 100, 0))) for layer, table, rule in all_rules()]
    return {"run_id": "2024-12-31-abc", "as_of": "2024-12-31", "registry": "Hospital <A>", "rules": rules}


@pytest.fixture(scope="module")
def pages(results):
    return draw_pages(CHANGE, results)


class Text(HTMLParser):
    """Reads a page: its links, its anchors, its text, and whether every tag is closed by its own."""

    VOID = frozenset({"meta", "wbr", "br"})

    def __init__(self, page):
        super().__init__()
        self.links, self.ids, self.open, self.text, self.wrong = [], [], [], "", []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        self.links += [named["href"]] if "href" in named else []
        self.ids += [named["id"]] if "id" in named else []
        self.open += [tag] if tag not in self.VOID else []

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def handle_data(self, data):
        self.text += data if self.open[-1:] != ["style"] else ""


def test_there_is_an_index_and_a_page_per_rule(pages):
    assert pages.keys() == {"index.html"} | {f"{entry.id}.html" for entry in read_book()}


def test_every_page_is_whole_and_every_link_leads_to_a_page_beside_it(pages):
    for name, page in pages.items():
        read = Text(page)
        assert (read.wrong, read.open) == ([], []), name
        assert page.startswith("<!doctype html>")
        for link in read.links:
            assert link in pages or link.removeprefix("#") in read.ids, (name, link)
        assert not re.search(r"https?://|//\w|<script|<img|<link|@import|url\(", page), name


def test_what_people_write_is_text_and_no_markup(pages):
    for page in (pages["index.html"], pages["MR-007.html"]):
        assert "<b>two</b>" not in page and "Hospital <A>" not in page
        assert "<b>two</b> readers & one & 'quoted'" in Text(page).text
        assert "Hospital <A>" in Text(page).text


def test_the_outcome_stands_beside_the_rule_in_words_and_with_a_mark_of_its_own(pages):
    text = " ".join(Text(pages["index.html"]).text.split())
    for said in (
        "?asks about 3 of 120 rows",
        "–not applicable: it saw no row",
        "✕error: the rule could not be run or did not catch its canary, which says nothing of the data",
        "✓passed: all 100",
    ):
        assert said in text
    assert len(set(MARKS.values())) == len(MARKS), "told apart without colour"
    assert re.search(r"\? ?1 asks", text) and re.search(r"✕ ?1 error", text) and re.search(r"– ?1 not applicable", text)


def test_a_rule_of_the_registrys_own_sql_is_said_to_be_held_by_the_tests_and_not_by_a_run(pages):
    text = " ".join(Text(pages["MR-018.html"]).text.split())
    assert "held by the tests of the program, and in no run" in text
    assert "by tests/cohort/test_vectors.py" in text


def test_what_to_look_at_comes_first(pages):
    first = pages["index.html"].split('id="to-look-at"')[1].split("</table>")[0]
    assert re.findall(r'href="(.*?)\.html"', first) == ["MR-009", "MR-007"], "an error before what failed"


def test_what_differs_is_listed_with_its_reason(pages, results):
    assert "level stop instead of flag" in pages["index.html"].split('id="differs"')[1].split("<h2")[0]
    assert "Differs from the book" in pages["MR-007.html"]
    assert 'id="differs"' not in draw_pages({}, results)["index.html"]


def test_the_same_run_gives_the_same_bytes(pages, results):
    assert draw_pages(CHANGE, results) == pages


def test_outcomes_are_put_together_by_the_worst():
    passed, failed, error = RunOutcome("passed", 10), RunOutcome("asks", 5, 2), RunOutcome("error")
    assert joined([passed, failed]) == RunOutcome("asks", 15, 2)
    assert joined([failed, error, passed]).outcome == "error"
    assert joined([]).words == "not in the results of this run"
    assert RunOutcome("asks", 1, 2).words == "asks about 2", "a finding about the table is none of its rows"


def test_two_columns_of_one_table_have_an_outcome_each(results):
    (entry,) = (entry for entry in read_book() if entry.id == "CV-009")
    first, second = [each for each in entry.held if each.table == "adverse_events"]
    rules = [result("staging", "adverse_events", first.rule, "passed", 9), result("staging", "adverse_events", second.rule, "failed", 9, 4)]
    outcomes = outcomes_of({"rules": rules})
    assert [outcome_of([each], outcomes).words for each in (first, second)] == ["passed: all 9", "quarantines 4 of 9 rows"]


@pytest.fixture(scope="module")
@slow_to_make
def taken(tmp_path_factory):
    """A drop with faults in every table, as `ingest` takes it."""
    with signals_kept():
        drop = SmallDrop(tmp_path_factory.mktemp("pages") / "hospital")
        put_faults_in(drop)
        drop.code, drop.out, drop.err = drop.listen()
        yield drop


def test_a_run_writes_the_pages_with_its_own_outcomes(taken):
    folder = taken.data / "out" / "rules"
    results = json.loads((taken.data / "out" / "results.json").read_text(encoding="utf-8"))
    assert {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()} == draw_pages(
        {}, results, load_settings(taken.config).study
    )
    assert f"  rule book  {folder / 'index.html'}" in taken.out.splitlines()
    for one in results["rules"]:
        assert (folder / f"{one['rule']}.html").is_file()


def test_no_page_holds_a_value_of_a_patient(taken):
    """A number of a patient, a pseudonym, a row key, a file: none of it; dates are those of the examples and of the run."""
    text = "".join(path.read_text(encoding="utf-8") for path in (taken.data / "out" / "rules").iterdir())
    patients = {line.split(",")[0].strip() for line in TABLES["patients"].splitlines()[1:] if line.strip()}
    told = patients | {row["patient"] for row in taken.findings()} | {row["row_key"] for row in taken.findings()}
    told |= {row["raw"] for row in taken.findings()} - {""}
    shown = {word for word in told - {None} if word in text and "=" not in word and len(word) > 3}
    assert shown == set()
    lists = {path.name for path in (ROOT / "sql" / "reference").glob("*.csv")}  # the registry's own, which rules cite
    assert set(re.findall(r"[\w-]+\.csv", text)) <= lists


def test_the_workbook_names_the_page_of_each_rule_as_text(taken):
    import openpyxl

    summary = openpyxl.load_workbook(taken.data / "restricted" / "current" / "findings.xlsx")["Summary"]
    rows = list(summary.iter_rows(min_row=2))
    assert rows
    for row in rows:
        assert row[-1].value == f"out/rules/{row[1].value}.html" and row[-1].hyperlink is None


def test_an_unchanged_run_after_a_stopped_one_takes_the_pages_back(taken):
    index = taken.data / "out" / "rules" / "index.html"
    good = index.read_bytes()
    index.write_text("of another run")
    with signals_kept():
        assert taken.run() == 0
    assert index.read_bytes() == good


def test_findings_are_counted_by_what_they_do():
    assert [say_count(*one) for one in (("asks", 1), ("asks", 5), ("stops", 2), ("passed", 3), ("", 4))] == [
        "1 asks", "5 ask", "2 stop the run", "3 passed", "4 not reported",
    ]  # fmt: skip
    assert say_levels({"reject": 1_507, "flag": 243}) == "1,750: 1,507 quarantine a row, 243 ask"
    assert say_levels({"stop": 1, "reject": 1, "flag": 1}) == "3: 1 stops the run, 1 quarantines a row, 1 asks"
    assert (say_levels({"flag": 18}), say_levels({})) == ("18 ask", "0")
