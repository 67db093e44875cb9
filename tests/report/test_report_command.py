"""The command `report`: the last good release once more in the publish profile, from its own tables and without a run."""

import csv
import json

import pytest

from pipelines.__main__ import main
from tests.whole_path import clean_release, slow_to_make


@pytest.fixture(scope="module")
@slow_to_make
def run():
    return clean_release()


def numbers_in(folder):
    with (folder / "statistics.csv").open(encoding="utf-8", newline="") as file:
        return {(row["analysis"], row["name"], row["group"]): row["value"] for row in csv.DictReader(file)}


def test_the_publish_report_has_the_numbers_of_the_release_and_no_small_ones(run, tmp_path):
    before = {path: path.stat().st_mtime_ns for path in run.data.rglob("*")}
    folder = tmp_path / "for" / "print"
    assert main(["report", "--profile", "publish", "--data", str(run.data), "--out", str(folder)]) == 0
    assert {path: path.stat().st_mtime_ns for path in run.data.rglob("*")} == before, "the release is as it was"
    results = run.data / "registry" / "current" / "results"
    assert {"report.html", "report.docx", "statistics.json", "statistics.csv", "tables", "curves", "figures"} == {
        path.name for path in folder.iterdir()
    }
    assert json.loads((folder / "statistics.json").read_text(encoding="utf-8"))["profile"] == "publish"
    internal, publish = numbers_in(results), numbers_in(folder)
    small = {key for key, value in internal.items() if key[:2] == ("table_1", "child_pugh.C.count") and value in ("1", "2", "3", "4")}
    sizes = {key: value for key, value in internal.items() if key[:2] == ("table_1", "patients")}
    assert sizes and {key: publish[key] for key in sizes} == sizes
    assert small and not any(publish.get(key) for key in small)
    assert [path.name for path in tmp_path.glob("for/.*")] == []


def test_a_folder_with_something_in_it_is_left_alone(run, tmp_path, capsys):
    (tmp_path / "mine.txt").write_text("mine")
    assert main(["report", "--data", str(run.data), "--out", str(tmp_path)]) == 2
    assert "not empty" in capsys.readouterr().err
    assert main(["report", "--data", str(run.data), "--out", str(run.data / "registry" / "print")]) == 2
    assert "never changed" in capsys.readouterr().err


def test_without_a_release_there_is_no_report(tmp_path, capsys):
    assert main(["report", "--data", str(tmp_path / "data"), "--out", str(tmp_path / "out")]) == 4
    assert "no release" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
