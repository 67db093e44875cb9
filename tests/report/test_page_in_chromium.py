"""The page in a real browser: nothing is asked for from elsewhere, nothing is complained of, and it fits a telephone."""

import json
import re
import shutil
import subprocess

import pytest

from pipelines.book.pages import draw_pages
from pipelines.settings.rules_in_force import all_rules
from tests.analysis.cohort_frame import reconstructed_patients
from tests.report.report_of import written

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine")]
OF_ITS_OWN = ("--disable-background-networking", "--disable-component-update", "--no-first-run")  # what the browser would ask for itself
WIDTHS = (390, 820, 1440)


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    folder = tmp_path_factory.mktemp("page") / "results"
    written(reconstructed_patients(), folder)
    return folder / "report.html"


def browse(tmp_path, *arguments: str) -> str:
    """Run Chromium without a window and return what it writes to stderr, or the page as it sees it."""
    command = [
        CHROMIUM,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--hide-scrollbars",
        *OF_ITS_OWN,
        f"--user-data-dir={tmp_path / 'profile'}",
    ]
    done = subprocess.run([*command, *arguments], capture_output=True, text=True, timeout=120, check=False)
    return done.stdout + done.stderr


def test_no_request_leaves_the_file_and_the_console_is_silent(page, tmp_path):
    log = tmp_path / "net.json"
    said = browse(tmp_path, "--enable-logging=stderr", f"--log-net-log={log}", f"--screenshot={tmp_path / 'x.png'}", page.as_uri())
    assert "CONSOLE" not in said, re.findall(r".*CONSOLE.*", said)
    text = log.read_text(encoding="utf-8", errors="replace")
    try:
        events = json.loads(text)["events"]
    except ValueError:  # a browser that is closed at once leaves the list open
        events = json.loads(text.rstrip().rstrip(",") + "]}")["events"]
    asked = {event["params"]["url"] for event in events if isinstance(event.get("params"), dict) and "url" in event["params"]}
    asked_by_page = {url for url in asked if "www.w3.org" in url or page.name in url} - {page.as_uri()}
    assert asked_by_page == set()


@pytest.mark.parametrize("width", WIDTHS)
def test_page_does_not_scroll_sideways(page, tmp_path, width):
    """A page that measures itself: the copy has a script, the report has none."""
    text = page.read_text(encoding="utf-8")
    text = re.sub(r"<meta http-equiv=\"Content-Security-Policy\"[^>]*>", "", text)
    (tmp_path / "report.html").write_text(text, encoding="utf-8")
    measure = "const d = f.contentDocument.documentElement; document.title = d.scrollWidth + ' ' + d.clientWidth"
    frame = f"<iframe id=f src=report.html style='width:{width}px;height:900px;border:0'></iframe>"
    script = f"<script>const f = document.getElementById('f'); window.onload = () => {{ {measure} }}</script>"
    (tmp_path / "frame.html").write_text(f"<!doctype html><title>x</title>{frame}{script}", encoding="utf-8")
    seen = browse(tmp_path, "--allow-file-access-from-files", "--dump-dom", (tmp_path / "frame.html").as_uri())
    whole, shown = (int(number) for number in re.search(r"<title>(\d+) (\d+)</title>", seen).groups())
    assert shown == width and whole <= width


@pytest.mark.parametrize("width", WIDTHS)
def test_page_can_be_pictured(page, tmp_path, width):
    picture = tmp_path / "page.png"
    browse(tmp_path, f"--screenshot={picture}", f"--window-size={width},1200", page.as_uri())
    assert picture.stat().st_size > 20_000


def test_no_page_of_the_rule_book_scrolls_sideways_on_a_phone(tmp_path):
    """All pages at once, each in a frame as wide as a phone."""
    rules = [
        {"rule": rule.id, "name": rule.name, "level": rule.level, "layer": layer, "table": table, "columns": list(rule.columns),
         "outcome": "failed", "rows": 1_234_567, "findings": 123_456}
        for layer, table, rule in all_rules()
    ]  # fmt: skip
    pages = draw_pages({}, {"run_id": "2024-12-31-0123456789ab", "as_of": "2024-12-31", "registry": "Synthetic hospital", "rules": rules})
    for name, text in pages.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    frames = "".join(f"<iframe name='{name}' src='{name}' style='width:390px;height:300px;border:0'></iframe>" for name in pages)
    wide = "[...document.querySelectorAll('iframe')].filter(f => f.contentDocument.documentElement.scrollWidth > 390).map(f => f.name)"
    script = f"<script>window.onload = () => {{ document.title = 'wide: ' + {wide}.join(' ') + ' of ' + frames.length }}</script>"
    (tmp_path / "frames.html").write_text(f"<!doctype html><title>x</title>{frames}{script}", encoding="utf-8")
    seen = browse(tmp_path, "--allow-file-access-from-files", "--dump-dom", (tmp_path / "frames.html").as_uri())
    assert re.search(r"<title>(.*?)</title>", seen).group(1) == f"wide:  of {len(pages)}"
