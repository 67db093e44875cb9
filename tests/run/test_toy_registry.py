"""Another registry, of two tables, three rules and no cohort, goes the whole path with the engine as it is.

Nothing of the liver cancer registry stands in its checkout: no table, no rule, no list, none of the folders that can be deleted.
"""

import json

import fastexcel
import polars as pl
import pytest

from tests.checkout import ROOT, copy_engine, run_in, said_by

TOY = ROOT / "tests" / "toy_registry"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    folder = copy_engine(tmp_path_factory.mktemp("toy") / "checkout", TOY)
    done = run_in(folder, "pipelines", "ingest", "--drop", "drop")
    assert done.returncode == 0, said_by(done)
    assert "Findings: 4 quarantine a row (BP-003 2, BP-001 1, BP-002 1)." in done.stdout
    return folder


def read(checkout, name):
    return json.loads((checkout / "data" / name).read_text(encoding="utf-8"))


def test_its_checkout_is_the_engine_and_its_own_files(checkout):
    assert sorted(path.stem for path in (checkout / "sql" / "staging").glob("*.sql")) == ["persons", "pressures"]
    assert [path.name for path in (checkout / "sql").iterdir() if path.name in ("cohort", "derived", "trace")] == []
    assert not (checkout / "tests").exists() and not (checkout / "pipelines" / "synthetic").exists()


def test_rows_are_quarantined_by_its_rules(checkout):
    release = checkout / "data" / "registry" / "current"
    assert sorted(path.name for path in (release / "accepted").iterdir()) == ["persons.parquet", "pressures.parquet"]
    pressures = pl.read_parquet(release / "accepted" / "pressures.parquet").sort("day")
    assert pressures.select("systolic", "diastolic").rows() == [(135.0, 85.0), (128.0, 82.0), (142.0, 91.0)]
    quarantined = pl.read_parquet(checkout / "data" / "restricted" / "current" / "quarantine" / "pressures.parquet")
    reasons = {(row["systolic"], row["reasons"][0].partition(":")[0]) for row in quarantined.iter_rows(named=True)}
    # swapped; with its person, whose year of birth cannot be; of nobody who was sent
    assert reasons == {(85.0, "BP-002"), (120.0, "BP-003"), (118.0, "BP-003")}


def test_its_findings_are_led_back_to_file_and_row_and_stand_in_the_workbook(checkout):
    restricted = checkout / "data" / "restricted" / "current"
    findings = pl.read_parquet(restricted / "findings.parquet").sort("rule", "source_row")
    assert findings.select("rule", "source_file", "source_row").rows() == [
        ("BP-001", "persons.csv", 3),
        ("BP-002", "pressures.csv", 3),
        ("BP-003", "pressures.csv", 5),
        ("BP-003", "pressures.csv", 7),
    ]
    book = fastexcel.read_excel(restricted / "findings.xlsx")
    assert {name: book.load_sheet(name).to_polars().height for name in book.sheet_names[1:]} == {"persons": 1, "pressures": 3}


def test_each_of_its_rules_caught_its_canary(checkout):
    rules = {one["rule"]: one for one in read(checkout, "out/results.json")["rules"] if one["layer"] == "staging"}
    assert {rule: (one["canary"], one["outcome"]) for rule, one in rules.items()} == {
        "BP-001": ("caught", "failed"),
        "BP-002": ("caught", "failed"),
        "BP-003": ("caught", "failed"),
    }
    assert read(checkout, "out/status.json")["rules_in_error"] == []


def test_the_report_is_of_the_gates_and_says_why_there_are_no_statistics(checkout):
    page = (checkout / "data" / "out" / "report.html").read_text(encoding="utf-8")
    assert "There are no statistics." in page and "They would need a table of the analysis set" in page
    assert 'id="gates"' in page and "Diastolic lies below systolic" in page
    assert (checkout / "data" / "out" / "rules" / "BP-002.html").is_file()
    assert read(checkout, "registry/current/results.json")["cohort"] == {}


def test_the_same_drop_again_changes_nothing(checkout):
    done = run_in(checkout, "pipelines", "ingest", "--drop", "drop")
    assert done.returncode == 0 and "Nothing changed since the last release" in done.stdout, said_by(done)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("trace", "Table 1", "all", "sex"), 4, "no number can be traced: this registry has no table of the analysis set"),
        (("report", "--out", "again"), 4, "has no statistics that could be shown in another profile"),
        (("rules", "--impact"), 0, "The two are the same: nothing would change."),
        (("rules", "BP-002"), 0, "diastolic >= systolic"),
        (("ingest",), 2, "no drop is named, and the folder of the invented hospital (pipelines/synthetic) is not there"),
        (("synthetic", "--out", "invented"), 2, "the folder of the invented hospital (pipelines/synthetic) is not there"),
    ],
)
def test_what_it_does_not_have_is_said_in_a_sentence(checkout, words, code, said):
    done = run_in(checkout, "pipelines", *words)
    assert done.returncode == code, said_by(done)
    assert said in done.stdout + done.stderr and "Traceback" not in done.stderr
