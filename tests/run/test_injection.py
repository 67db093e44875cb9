"""Injection is followed to the end: whatever stands in cells, names and settings comes out whole and harmless in every output.

Formulas, markup, SQL, template and control text are put everywhere at once into the small drop, which goes the whole path; then every
output is decoded by means of its own. Nothing of it is run, opened, drawn as markup or left out.
"""

import csv
import io
import json
import re
import shutil
import subprocess
import zipfile
from html.parser import HTMLParser

import docx
import openpyxl
import polars as pl
import pytest

from pipelines.__main__ import main
from pipelines.run.exit_code import ExitCode
from pipelines.settings.visible import visible
from tests.browser import chromium
from tests.small_drop import SmallDrop, signals_kept, text_of

FORMULAS = ('=HYPERLINK("http://evil.example","y")', "+1+cmd|' /C calc'!A0", "-2+3+cmd", "@SUM(1)")
MARKUP = "<script>alert('x')</script><img src=x onerror=alert(1)> & \"quoted\" &lt;"
SQL = "'; drop table raw.labs; drop schema raw cascade; --"
TEMPLATE = "{{ 7*7 }} {% for x in y %} %s %(a)s {0} ${HOME} $\\frac{1}{2}$"
CONTROL = "\x1b[31mred\x1b]0;title\x07\x9b2J\u202eend"
ALL = (*FORMULAS, MARKUP, SQL, TEMPLATE, CONTROL)
WHOLE = " ".join((MARKUP, SQL, TEMPLATE, CONTROL))
NAME, LABEL, REASON = f"Small {WHOLE}", f"=First {WHOLE}", f"@because {WHOLE}"
pytestmark = pytest.mark.slow


def quoted(cell):
    return '"' + cell.replace('"', '""') + '"'


def in_toml(text):
    return json.dumps(text)


@pytest.fixture(scope="module")
def taken(tmp_path_factory):
    """The small drop with all of it, taken once, with what was printed."""
    with signals_kept():
        drop = SmallDrop(tmp_path_factory.mktemp("injection") / "hospital")
        drop.set('name = "Small hospital"', f"name = {in_toml(NAME)}")
        drop.set('label = "First-line HAIC"', f"label = {in_toml(LABEL)}")
        drop.set("[gate]\n", f"[gate]\noverride_reason = {in_toml(REASON)}\noverride_day = 2024-12-31\n")
        drop.set("[readers]\n", f'[rules."CV-037"]\nlevel = "flag"\nreason = {in_toml(REASON)}\n\n[readers]\n')
        drop.set("[readers]\n", f'[rules."CP-004"]\nescalate_above_pct = 99.0\nreason = {in_toml(REASON)}\n\n[readers]\n')
        drop.set(
            '[sources.emr.tables.labs]\nfiles = ["labs*"]\n', f'[sources.emr.tables.labs]\nfiles = ["labs*"]\nmissing = {json.dumps(ALL)}\n'
        )
        for cell in ALL:
            for table, line in {
                "labs": f"00000001,{quoted(cell)},{quoted(cell)},{quoted(cell)},2023-01-09",
                "procedures": f"00000003,2022-10-21,{quoted(cell)},{quoted(cell)}",
                "drug_administrations": f"00000003,2022-10-21,{quoted(cell)},HA,1,1,850,mg,1.75,{quoted(cell)}",
                "adverse_events": f"00000001,{quoted(cell)},1,2023-01-11,2023-01-13,NONE",
                "lesions": f"00000001,{quoted(cell)},2023-01-05,R1,{quoted(cell)},TARGET,LIVER,50,60,Y",
                "patients": f"{quoted(cell)},1960-01-11,M,{quoted(cell)},2022-12-01",
            }.items():
                drop.append(table, line)
        (drop.drop / "labs_=1+1 <b>x'; drop table raw.labs; --.csv").write_text(
            f"patient_id,test,value,unit,collected_at,{quoted(MARKUP)}\n00000002,AST,62,U/L,2023-01-16,x\n", encoding="utf-8"
        )
        with zipfile.ZipFile(drop.drop / "procedures_2.zip", "w") as archive:
            archive.writestr("procedures_=cmd&{{x}}.csv", f"{text_of('procedures').splitlines()[0]}\n00000001,2023-01-10,PORT,x\n")
        book = openpyxl.Workbook()
        book.active.title = "=1+1 <b>&'{{x}}"[:31]
        for row in csv.reader([text_of("follow_up").splitlines()[0], "00000003,2024-02-29,ALIVE,,x"]):
            book.active.append(row)
        book.save(drop.drop / "follow_up_2.xlsx")
        drop.code, drop.out, drop.err = drop.listen()
        yield drop


def test_the_run_is_as_any_other(taken):
    assert taken.code == ExitCode.DONE, taken.err
    assert taken.status["state"] == "published"
    assert taken.status["tables"]["labs"]["read"] == 6 + len(ALL) + 1, "no table was dropped"
    assert len(pl.read_parquet(taken.data / "restricted" / "current" / "raw" / "labs.parquet")) == 6 + len(ALL) + 1


def test_a_terminal_obeys_nothing(taken):
    printed = taken.out + taken.err + (taken.data / "out" / "ingest.log").read_text(encoding="utf-8")
    assert not any(sign in printed for sign in "\x1b\x07\x9b\u202e\x00")
    assert "{{ 7*7 }}" in taken.out and "␛[31mred" in taken.out, "the reason is shown, whole"


def test_a_trace_obeys_nothing(taken, capsys):
    with signals_kept():
        assert main(["trace", "--patient", "00000001", "--config", str(taken.config), "--data", str(taken.data)]) == ExitCode.DONE
    assert not any(sign in capsys.readouterr().out for sign in "\x1b\x07\x9b\u202e")
    text = (taken.data / "restricted" / "trace.csv").read_text(encoding="utf-8-sig")
    assert not any(cell[:1] in "=+-@" and cell for row in csv.reader(io.StringIO(text)) for cell in row if not is_number(cell))


class Seen(HTMLParser):
    """What a browser makes of a page: its elements, their attributes, its text."""

    def __init__(self, page):
        super().__init__()
        self.elements, self.handlers, self.text = set(), [], ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.elements.add(tag)
        self.handlers += [name for name, value in attrs if name.startswith("on") or "javascript:" in (value or "")]

    def handle_data(self, data):
        self.text += data


def test_pages_show_the_words_and_run_none(taken):
    pages = [*(taken.data / "out").rglob("*.html"), *taken.current.resolve().rglob("*.html")]
    assert len(pages) > 10
    for path in pages:
        seen = Seen(path.read_text(encoding="utf-8"))
        assert not seen.elements & {"script", "iframe", "object", "embed"} and seen.handlers == [], path
        assert "49" not in seen.text or "{{ 7*7 }}" in seen.text or path.name not in ("report.html",), path
    report = " ".join(Seen((taken.data / "out" / "report.html").read_text(encoding="utf-8")).text.split())
    for words in (NAME, LABEL, REASON):
        assert " ".join(visible(words).split()) in report
    rule = " ".join(Seen((taken.data / "out" / "rules" / "CP-004.html").read_text(encoding="utf-8")).text.split())
    assert " ".join(visible(REASON).split()) in rule


def test_no_cell_of_the_workbook_is_a_formula_or_a_link(taken):
    book = openpyxl.load_workbook(taken.data / "restricted" / "current" / "findings.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink] == []
    said = "\n".join(str(cell.value) for cell in cells)
    assert all(formula in said for formula in FORMULAS) and MARKUP in said and SQL in said and TEMPLATE in said


def test_the_review_page_has_the_cells_whole_and_no_markup_of_theirs(taken):
    text = (taken.data / "restricted" / "current" / "review.html").read_text(encoding="utf-8")
    assert (
        text.count("<script")
        == text.count("</script>")
        == len(re.findall(r'<script type="application/json" id="(content|patient-\d+)">', text)) + 1
    )
    blocks = [json.loads(block) for block in re.findall(r'<script type="application/json" id="[a-z0-9-]+">(.*?)</script>', text, re.S)]
    assert not any(sign in block for block in re.findall(r'json" id="[a-z0-9-]+">(.*?)</script>', text, re.S) for sign in "<>&\u2028")
    said = "\n".join(texts_in(blocks))
    assert all(cell in said for cell in ALL), "as they were sent"


def texts_in(content):
    """Return every text of nested lists and dicts."""
    if isinstance(content, str):
        return [content]
    each = [*content, *content.values()] if isinstance(content, dict) else content if isinstance(content, list) else []
    return [text for one in each for text in texts_in(one)]


def test_word_has_the_words_and_no_field(taken):
    path = taken.current / "results" / "report.docx"
    document = docx.Document(path)
    text = " ".join(" ".join(paragraph.text for paragraph in document.paragraphs).split())
    assert " ".join(visible(NAME).split()) in text
    with zipfile.ZipFile(path) as archive:
        body = archive.read("word/document.xml").decode()
    assert "HYPERLINK" not in body.replace("=HYPERLINK", "") and "<script" not in body and "&lt;script&gt;" in body


def test_tables_are_text_in_a_spreadsheet(taken):
    files = [path for path in taken.current.resolve().rglob("*.csv") if path.parent.name in ("tables", "results", "curves")]
    assert len(files) > 5
    for path in (*files, taken.data / "restricted" / "numbers.csv"):
        for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")):
            assert [cell for cell in row if cell[:1] in ("=", "@", "+", "\t", "\r") and not is_number(cell)] == [], path


def test_figures_draw_the_words(taken):
    for path in (taken.current / "results" / "figures").glob("*.svg"):
        svg = path.read_text(encoding="utf-8")
        assert "<script" not in svg and "onerror=alert(1)>" not in svg, path


def test_programs_read_the_words_whole(taken):
    results = json.loads((taken.current / "results.json").read_text(encoding="utf-8"))
    assert results["registry"] == visible(NAME) and results["override_reason"] == visible(REASON)
    statistics = json.loads((taken.current / "results" / "statistics.json").read_text(encoding="utf-8"))
    assert visible(LABEL) in {arm["label"] for arm in statistics["settings"]["study"]["arms"]}
    raw = pl.read_parquet(taken.data / "restricted" / "current" / "raw" / "procedures.parquet")
    assert set(ALL) <= set(raw["detail"].drop_nulls()), "as they were sent"


def test_names_of_files_and_sheets_do_not_leave(taken):
    outside = json.dumps(json.loads((taken.data / "out" / "results.json").read_text(encoding="utf-8"))["files"], ensure_ascii=False)
    assert "drop table" not in outside and "{{x}}" not in outside and "labs* (file" in outside and "sheet 1" in outside
    assert "{{x}}" in (taken.data / "restricted" / "files.csv").read_text(encoding="utf-8")


@pytest.mark.skipif(not (CHROMIUM := shutil.which("chromium") or shutil.which("google-chrome")), reason="no Chromium on this machine")
def test_a_browser_runs_nothing(taken, tmp_path):
    """The page as Chromium has it after its scripts ran: there is none, and no picture was asked for."""
    arguments = ("--headless", "--no-sandbox", "--disable-gpu", "--dump-dom", f"--user-data-dir={tmp_path}")
    page = (taken.data / "out" / "report.html").as_uri()
    done = subprocess.run([CHROMIUM, *arguments, page], capture_output=True, text=True, timeout=120, check=True)
    seen = Seen(done.stdout)
    assert "script" not in seen.elements and seen.handlers == [] and "{{ 7*7 }}" in seen.text


@pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine")
def test_a_browser_draws_every_query_and_patient_and_runs_none_of_their_words(taken, tmp_path):
    with chromium(tmp_path) as browser:
        browser.open((taken.data / "restricted" / "current" / "review.html").as_uri())
        browser.press("/")
        browser.type("Q-")
        seen = ""
        for number in browser.value("[...document.querySelectorAll('.line b')].map(line => line.textContent)"):
            browser.value(f"location.hash = '{number}'")
            browser.wait_for(f"document.getElementById('card-title')?.textContent.startsWith('{number}')")
            seen += browser.value("document.getElementById('detail').textContent")
        assert browser.value("document.querySelectorAll('img, iframe, object, #app script').length") == 0
        assert "onerror=alert(1)>" in seen and "{{ 7*7 }}" in seen and "drop table" in seen, "the words are shown"
        assert "\x1b" not in seen and "\u202e" not in seen
        assert browser.complaints() == []


def is_number(cell):
    try:
        float(cell)
    except ValueError:
        return False
    return True
