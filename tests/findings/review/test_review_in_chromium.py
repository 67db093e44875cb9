"""The review page in a real browser: found, looked at, answered, saved, and read back by the command that takes answers."""

import re

import polars as pl
import pytest

from pipelines.__main__ import main
from pipelines.findings.queries.answers import ANSWERS
from pipelines.findings.review.page_data import QUERY
from pipelines.findings.review.write_page import ReviewedRun, page_of
from tests.browser import CHROMIUM, chromium
from tests.small_drop import SmallDrop, put_faults_in, signals_kept

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine")]
MANY = 10_000
FLUENT_MS = 100  # for a filter over all of them, the list drawn anew; a person takes this for at once
LISTED = "[...document.querySelectorAll('.line b')].map(line => line.textContent)"
CHOSEN = "document.querySelector('.line.is-selected b')?.textContent"


@pytest.fixture(scope="module")
def drop(tmp_path_factory):
    """A small hospital with faults, taken once."""
    with signals_kept():
        drop = SmallDrop(tmp_path_factory.mktemp("review") / "hospital")
        put_faults_in(drop)
        drop.replace("assessments", "00000002,2023-01-15,1,none,A,C,HCV,Y,N,160,52", "00000002,2023-01-15,1,none,A,C,HCV,Y,N,16,52")
        drop.append("labs", "00000001,AST,9000,U/L,2023-01-09")
        assert drop.run() == 0
        yield drop


@pytest.fixture(scope="module")
def asked(drop):
    """The queries of that hospital."""
    return pl.read_parquet(drop.data / "restricted" / "current" / "queries.parquet")


@pytest.fixture(scope="module")
def profile(tmp_path_factory):
    return tmp_path_factory.mktemp("browser")


@pytest.fixture(scope="module")
def one_browser(profile):
    with chromium(profile) as browser:
        yield browser


@pytest.fixture
def browser(drop, one_browser):
    """The page, opened anew."""
    one_browser.open((drop.data / "restricted" / "current" / "review.html").as_uri())
    return one_browser


def of_column(asked, column):
    """Return the number of the query about a column."""
    (number,) = asked.filter(pl.col("columns") == column)["query_no"]
    return number


def test_it_asks_for_nothing_but_itself_and_nothing_complains(browser, asked):
    for number in asked["query_no"]:
        browser.value(f"location.hash = '{number}'")
        browser.wait_for(f"({CHOSEN}) === '{number}'")
    assert [address for address in browser.requests() if not address.startswith("file:")] == []
    assert browser.complaints() == []
    refused = browser.value("fetch('https://example.org/').then(() => 'let out', () => 'refused')")
    assert refused == "refused"


def test_it_is_readable_by_its_owner_alone(drop):
    assert (drop.data / "restricted" / "current" / "review.html").stat().st_mode & 0o777 == 0o600


def test_filters_and_search_show_what_they_say(browser, asked):
    def holds(fits) -> bool:
        """Say whether the list shows the queries that fit: their number, and those in sight."""
        numbers = set(asked.filter(fits)["query_no"])
        said = browser.value("document.getElementById('counted').textContent")
        return set(browser.value(LISTED)) <= numbers and said.startswith(f"{len(numbers)} of " if numbers else "No query fits")

    def choose(name, value):
        browser.value(f"(s => {{ s.value = '{value}'; s.dispatchEvent(new Event('change')); }})(document.getElementById('filter-{name}'))")

    assert holds(pl.lit(True))
    choose("table", "labs")
    assert holds(pl.col("table") == "labs")
    choose("influence", "others")
    assert holds((pl.col("table") == "labs") & (pl.col("influence") == 0))
    browser.value("document.getElementById('clear-filters').click()")
    rule = asked["rule"].sort()[0]
    choose("rule", rule)
    choose("change", "causes")
    assert holds((pl.col("rule") == rule) & pl.col("hangs_on").is_null())
    browser.value("document.getElementById('clear-filters').click()")
    choose("state", "open")
    assert holds(pl.col("state") == "open")
    browser.press("/")
    browser.type("nowhere")
    assert holds(pl.lit(False))
    browser.value("document.getElementById('clear-filters').click()")
    browser.press("/")
    browser.type("00000002 height_cm=16")
    assert browser.value(LISTED) == [of_column(asked, "height_cm")], "every word is sought, in patient and text"


def test_keys_lead_through_the_queries(browser):
    first, second, third = browser.value(LISTED)[:3]
    assert browser.value(CHOSEN) == first
    browser.press("j", "j", "k")
    assert browser.value(CHOSEN) == second
    browser.press("ArrowDown")
    assert browser.value(CHOSEN) == third
    browser.press("Enter")
    assert browser.value("document.activeElement.dataset.answer") == next(iter(ANSWERS))
    browser.press("Escape")
    assert browser.value("document.activeElement.id") == "list"
    browser.press("/")
    assert browser.value("document.activeElement.id") == "search"
    browser.type("jk/")
    assert browser.value("document.getElementById('search').value") == "jk/", "who types is not led away"


def test_tab_reaches_every_control_and_each_has_a_name(browser):
    browser.value("document.activeElement.blur()")
    reached = set()
    for _ in range(120):
        browser.press("Tab")
        reached.add(
            browser.value(
                "document.activeElement.id || document.activeElement.dataset?.answer || document.activeElement.textContent.trim()"
            )
        )
    assert {
        "search",
        "filter-state",
        "filter-rule",
        "list",
        "save",
        "language",
        "answer-by",
        "answer-comment",
        "next",
        "print-patient",
    } <= reached
    named = "e.ariaLabel || e.textContent.trim() || e.labels?.length"
    controls = "[...document.querySelectorAll('button, input, select, textarea, [role=option], [role=button], [role=listbox]')]"
    assert browser.value(f"{controls}.filter(e => !({named})).map(e => e.outerHTML)") == []


def test_a_query_is_marked_where_it_hurts_and_the_mark_leads_to_it(browser, asked):
    height = of_column(asked, "height_cm")
    (result,) = asked.filter(pl.col("raw").str.contains("value=9000"))["query_no"]
    browser.value(f"location.hash = '{height}'")
    browser.wait_for(f"({CHOSEN}) === '{height}'")
    marked = "[...document.querySelectorAll('.thing.asked')].map(mark => mark.ariaLabel)"
    assert [label for label in browser.value(marked) if label.startswith(height) and "assessments.csv" in label], (
        "on the visit, with its file"
    )
    browser.value(f"location.hash = '{result}'")
    browser.wait_for(f"({CHOSEN}) === '{result}'")
    browser.value(f"document.querySelector('.panel .thing.asked[aria-label*=\"{result}\"]').focus()")
    browser.press("Enter")
    assert "9000" in browser.value("document.getElementById('pointed').textContent")
    assert result in browser.value("document.activeElement.ariaLabel"), "the mark is left where it was, and Tab goes on from it"
    rows = browser.value("[...document.querySelectorAll('.whole-row')].map(row => row.textContent)")
    assert [row for row in rows if "labs.csv · row" in row and "9000" in row], "the row as it was sent"


def type_in(browser, name, text):
    browser.value(f"document.getElementById('answer-{name}').select()")
    browser.type(text)


def test_answers_typed_there_are_saved_and_read_back_as_those_of_a_workbook(browser, drop, asked, profile, capsys):
    height = of_column(asked, "height_cm")
    (result,) = asked.filter(pl.col("raw").str.contains("value=9000"))["query_no"]
    state = "document.getElementById('answer-state').textContent"

    browser.value(f"location.hash = '{height}'")
    browser.wait_for(f"({CHOSEN}) === '{height}'")
    browser.value("document.getElementById('list').focus()")
    browser.press("2")  # correct value given
    assert browser.value("document.getElementById('answer-field').value") == "height_cm", "the one cell that it is about"
    assert "value" in browser.value(state)
    type_in(browser, "new_value", "160")
    type_in(browser, "by", "Kim, 간호사")
    type_in(browser, "date", "2024.12.30.")
    type_in(browser, "comment", '=cmd|"x", said "so"')
    assert browser.value(state) == "Complete."

    browser.value(f"location.hash = '{result}'")
    browser.wait_for(f"({CHOSEN}) === '{result}'")
    assert browser.value("document.getElementById('answer-by').value") == "Kim, 간호사", "said once"
    browser.value("document.getElementById('list').focus()")
    browser.press("3")  # right as it is
    browser.value("document.getElementById('save').click()")
    path = next_download(browser, profile)
    assert path.name == f"answers_{drop.status['run_id']}.csv"
    assert "'=cmd|" in path.read_text(encoding="utf-8-sig"), "no spreadsheet takes it for a formula"

    assert main(["answers", str(path), "--data", str(drop.data)]) == 0
    assert "answers taken: 2, refused: 0, taken before: 0" in capsys.readouterr().err
    log = (drop.data / "restricted" / "queries" / "log.ndjson").read_text(encoding="utf-8")
    assert '"comment": "=cmd|\\"x\\", said \\"so\\""' in log and '"made_by": "Kim, 간호사"' in log, "as it was typed"
    assert main(["answers", str(path), "--data", str(drop.data)]) == 0
    assert "answers taken: 0, refused: 0, taken before: 2" in capsys.readouterr().err

    text = path.read_text(encoding="utf-8-sig")
    browser.open((drop.data / "restricted" / "current" / "review.html").as_uri())
    assert "2" in continue_with(browser, path)
    browser.value(f"location.hash = '{height}'")
    browser.wait_for("document.getElementById('answer-comment')?.value === '=cmd|\"x\", said \"so\"'")
    path.unlink()
    browser.value("document.getElementById('save').click()")
    assert next_download(browser, profile).read_text(encoding="utf-8-sig") == text, "continued and saved again it is the same file"


def next_download(browser, profile):
    """Wait for the file that is saved, and return it."""
    folder = profile / "downloads"
    browser.wait_for("document.getElementById('told').textContent.startsWith('Saved')")
    for _ in range(200):
        if found := list(folder.glob("*.csv")):
            return found[0]
        browser.value("new Promise(later => setTimeout(later, 20))")
    raise AssertionError("nothing was saved")


def continue_with(browser, path) -> str:
    """Give the page a file that was saved there, and return what it says."""
    root = browser.ask("DOM.getDocument")["root"]["nodeId"]
    node = browser.ask("DOM.querySelector", nodeId=root, selector="#continue-file")["nodeId"]
    browser.ask("DOM.setFileInputFiles", nodeId=node, files=[str(path)])
    browser.wait_for("document.getElementById('told').textContent.includes('taken over')")
    return browser.value("document.getElementById('told').textContent")


def test_the_answers_that_reading_back_refuses_are_said_incomplete_there(browser, asked):
    """What the page says of an answer before it is saved is what the command says of it afterwards."""
    height = of_column(asked, "height_cm")
    browser.value(f"location.hash = '{height}'")
    browser.wait_for(f"({CHOSEN}) === '{height}'")
    state = "document.getElementById('answer-state').textContent"
    browser.value("document.getElementById('list').focus()")
    browser.press("1")
    assert browser.value(state) == "Say who answers."
    type_in(browser, "by", "Kim")
    type_in(browser, "date", "1-2")
    assert browser.value(state).startswith("Say when")
    type_in(browser, "date", "2999-01-01")
    assert browser.value(state).startswith("Say when"), "not after today"
    type_in(browser, "date", "20241230")
    assert browser.value(state) == "Complete."
    unreadable = asked.filter((pl.col("level") == "reject") & ~pl.col("may_be_right"))["query_no"][0]
    browser.value(f"location.hash = '{unreadable}'")
    browser.wait_for(f"({CHOSEN}) === '{unreadable}'")
    browser.value("document.getElementById('list').focus()")
    browser.press("3")
    assert browser.value(state).startswith("What cannot be read")


def test_it_speaks_korean(browser):
    browser.value("document.getElementById('language').click()")
    assert browser.value("document.documentElement.lang") == "ko"
    assert browser.value("document.getElementById('save').textContent") == "답변 저장"
    problem, action = (browser.value(f"document.querySelector('{place}').textContent") for place in (".problem", ".card dd"))
    assert re.search("[가-힣]", problem) and re.search("[가-힣]", action), "the sentences of the rules, too"


def test_a_run_that_was_not_published_takes_no_answers(drop, browser, tmp_path):
    text = (drop.data / "restricted" / "current" / "review.html").read_text(encoding="utf-8")
    assert text.count('"is_answerable": true') == 1
    page = tmp_path / "stopped.html"
    page.write_text(text.replace('"is_answerable": true', '"is_answerable": false'), encoding="utf-8")
    browser.open(page.as_uri())
    assert browser.value("document.querySelector('.warning').textContent").startswith("This run was not published")
    assert browser.value("document.querySelectorAll('#save, form.answer').length") == 0


def test_one_patient_prints_on_one_sheet(browser, asked, tmp_path):
    for patient in asked.filter(pl.col("patient") != "")["patient"].unique().sort():
        number = asked.filter(pl.col("patient") == patient)["query_no"][0]
        browser.value(f"location.hash = '{number}'")
        browser.wait_for(f"({CHOSEN}) === '{number}'")
        browser.print(tmp_path / "patient.pdf")
        assert len(re.findall(rb"/Type\s*/Page\b", (tmp_path / "patient.pdf").read_bytes())) == 1


@pytest.mark.parametrize("width", [390, 800, 1280])
def test_nothing_scrolls_sideways(browser, drop, width):
    browser.open((drop.data / "restricted" / "current" / "review.html").as_uri(), width=width)
    assert browser.value("document.documentElement.scrollWidth") <= width
    browser.value("document.querySelector('.line').click()")
    assert browser.value("document.documentElement.scrollWidth") <= width
    assert browser.value("getComputedStyle(document.getElementById('detail')).display") != "none"


def test_ten_thousand_queries_stay_fluent(one_browser, tmp_path):
    words = ["is missing", "lies after the death", "is above what a person can have", "differs from the derived one"]
    frame = pl.DataFrame(
        {name: [None] * MANY for name in QUERY}
        | {
            "query_no": [f"Q-{number:06d}" for number in range(MANY)],
            "patient": [f"p{number % 1500:020x}" for number in range(MANY)],
            "rule": [f"CR-{number % 90:03d}" for number in range(MANY)],
            "message": [f"the value of visit {number} {words[number % 4]}" for number in range(MANY)],
            "raw": [f"value={number * 7}; unit=mg" for number in range(MANY)],
            "fingerprint": [f"{number:032x}" for number in range(MANY)],
            "state": ["open"] * MANY,
            "table": ["labs"] * MANY,
            "influence": [3 - number * 4 // MANY for number in range(MANY)],
        }
        | {name: [False] * MANY for name in ("is_new", "is_reopened", "may_be_right")}
    )
    run = ReviewedRun("2024-12-31-0123456789ab", "2024-12-31", "Large hospital", "en", True, {}, {})
    page = tmp_path / "many.html"
    page.write_text(page_of(run, frame, {}, (), []), encoding="utf-8")
    one_browser.open(page.as_uri())
    seek = (
        "(text => { const search = document.getElementById('search'); const begun = performance.now(); search.value = text; "
        "search.dispatchEvent(new Event('input')); document.getElementById('list').scrollHeight; return performance.now() - begun })"
    )
    taken = sorted(one_browser.value(f"{seek}('{text}')") for text in ("death", "q-0099", "visit 12", "cr-007 missing", "value=700", ""))
    print(f"filter over {MANY:,} queries: median {taken[3]:.1f} ms, worst {taken[-1]:.1f} ms; page {page.stat().st_size:,} bytes")
    assert taken[3] < FLUENT_MS
    assert one_browser.value("document.getElementById('counted').textContent") == "10,000 of 10,000 queries"
    assert one_browser.value("document.querySelectorAll('.line').length") < 60, "only what is in sight is in the page"
    one_browser.value("document.getElementById('list').scrollTop = 1e9")
    one_browser.wait_for(f"({LISTED}).at(-1) === 'Q-009999'")
    fifty = "for (let each = 0; each < 50; each++) document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'k', bubbles: true}))"
    assert (
        one_browser.value(f"(() => {{ const begun = performance.now(); {fifty}; return (performance.now() - begun) / 50 }})()") < FLUENT_MS
    )
