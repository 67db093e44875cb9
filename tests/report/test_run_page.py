"""out/report.html after a run: the results with the trend of the last runs, or why there are none and of which day the last ones are."""

import json
import re

import pytest

from pipelines.run.exit_code import ExitCode
from tests.small_drop import SmallDrop, stopping_on

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def drop(tmp_path_factory):
    drop = SmallDrop(tmp_path_factory.mktemp("hospital") / "a")
    code, _, err = drop.listen()
    assert code == ExitCode.DONE, err
    return drop


def page_of(drop) -> str:
    return (drop.data / "out" / "report.html").read_text(encoding="utf-8")


def said(page: str) -> str:
    """Return the banner of a page as plain text."""
    banner = page[page.index('class="said') :]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", banner[: banner.index("</div>")]))


def test_release_holds_its_results_and_the_manifest_names_them(drop):
    manifest = json.loads((drop.current / "manifest.json").read_text())
    for name in ("statistics.json", "report.html", "report.docx", "tables/table_1.csv", "figures/figure_1_os.svg"):
        assert f"results/{name}" in manifest["files"]


def test_page_of_a_release_is_that_of_the_run(drop):
    page = page_of(drop)
    assert "The statistics ran" in page and "Small hospital" in page and drop.status["run_id"] in page


def test_a_second_run_that_changes_nothing_leaves_the_page(drop):
    before = page_of(drop)
    code, _, _ = drop.listen()
    assert code == ExitCode.DONE and page_of(drop) == before


def test_trend_counts_the_runs_in_their_order(tmp_path):
    drop = SmallDrop(tmp_path / "hospital")
    assert drop.listen()[0] == ExitCode.DONE
    drop.append("labs", "00000001,AST,forty-five,U/L,2023-01-08")
    assert drop.listen()[0] == ExitCode.DONE
    page = page_of(drop)
    assert "Findings, last 2 runs" in page
    row = page[page.index(">CV<") :]
    assert re.search(r"0, </span><b>1</b>", row[: row.index("</tr>")])
    assert "last 2 runs" not in (drop.current / "results" / "report.html").read_text(), "the release depends on nothing but its input"


def test_stopped_run_says_by_which_rule_what_to_do_and_where_the_last_results_are(tmp_path):
    drop = SmallDrop(tmp_path / "hospital")
    assert drop.listen()[0] == ExitCode.DONE
    released = drop.status["run_id"]
    drop.append("labs", "00000001,AST,41,U/L,2023-01-08")
    with stopping_on("CP-006"):
        assert drop.listen()[0] == ExitCode.STOPPED
    text = said(page_of(drop))
    assert "The statistics did not run." in text and "Stopped by CP-006 on cohort.patients" in text
    assert "restricted/current/findings.xlsx" in text
    assert f"Last good results: as of 2024-12-31, release {released}, 2 patients" in text
    assert 'id="table_1"' not in page_of(drop) and "Gates" in page_of(drop)
    assert (drop.current / "results" / "report.html").is_file(), "the last good report stays"
    assert drop.listen()[0] == ExitCode.DONE, "without the stop"
    assert "The statistics ran" in page_of(drop)


def test_first_run_that_stops_has_no_earlier_results(tmp_path):
    drop = SmallDrop(tmp_path / "hospital")
    with stopping_on("CP-006"):
        assert drop.listen()[0] == ExitCode.STOPPED
    assert "no earlier results" in said(page_of(drop))


def test_run_without_input_says_so(tmp_path):
    drop = SmallDrop(tmp_path / "hospital")
    (drop.drop / "labs.csv").unlink()
    assert drop.listen()[0] == ExitCode.NO_INPUT
    assert "The run did not come so far" in said(page_of(drop)) and "labs" in said(page_of(drop))


def test_run_with_wrong_settings_says_so(tmp_path):
    drop = SmallDrop(tmp_path / "hospital")
    drop.set('name = "Small hospital"', 'nam = "Small hospital"')
    assert drop.listen()[0] == ExitCode.USAGE
    assert "unknown key registry.nam" in said(page_of(drop))


def test_fault_of_ours_in_the_statistics_publishes_nothing(tmp_path, monkeypatch):
    drop = SmallDrop(tmp_path / "hospital")

    def broken(*_):
        raise ZeroDivisionError("of patient 00000001")

    with monkeypatch.context() as patch:
        patch.setattr("pipelines.analysis.run_statistics.fit_paper_tables", broken)
        code, out, err = drop.listen()
    assert code == ExitCode.OUR_FAULT and not drop.current.exists()
    assert "The statistics did not run" in said(page_of(drop)) and "a fault of the program (ZeroDivisionError)" in err
    assert "00000001" not in page_of(drop) + out + err


def test_fault_of_ours_in_the_page_takes_the_page_away(drop, tmp_path, monkeypatch):
    other = SmallDrop(tmp_path / "hospital")
    (other.drop / "labs.csv").unlink()

    def broken(*_, **__):
        raise KeyError("x")

    with monkeypatch.context() as patch:
        patch.setattr("pipelines.report.run_page.render_no_statistics", broken)
        code, _, err = other.listen()
    assert code == ExitCode.NO_INPUT and "out/report.html is removed" in err and "Traceback" not in err
    assert not (other.data / "out" / "report.html").exists()
