"""CONTRIBUTING.md does what it says: a copy of the checkout in which its code blocks are put where the page puts them runs.

And what the tree promises: the folders that can be deleted can be, and no run reads the tests.
"""

import json
import re
import textwrap
from pathlib import Path

import polars as pl
import pytest

from tests.checkout import OPTIONAL, ROOT, copy_checkout, run_in, said_by
from tests.small_drop import SmallDrop

PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8") + (ROOT / "docs" / "shapes.md").read_text(encoding="utf-8")

pytestmark = pytest.mark.slow


def section(title: str) -> str:
    """Return a section of the page."""
    return PAGE[PAGE.index(f"## {title}\n") :].partition("\n## ")[0]


def blocks(title: str) -> list[str]:
    """Return the code blocks of a section, in their order."""
    found = re.findall(r"(?:^(?:    .*)?\n)+", section(title), flags=re.M)
    return [textwrap.dedent(block).strip("\n") + "\n" for block in found if block.strip()]


def placed_blocks(title: str) -> list[tuple[str, str, str]]:
    """Return (how, path, block) of the blocks that the page puts into a file: at its end, or as the whole of it."""
    pattern = r"(at the end of|as)\s+`([a-z_0-9/.]+)`:\n\n((?:(?:    .*)?\n)+)"
    found = re.findall(pattern, section(title), flags=re.I)
    return [(how.lower(), path, textwrap.dedent(block).strip("\n") + "\n") for how, path, block in found]


def do_as_the_page_says(checkout: Path, title: str) -> None:
    """Put the blocks of a section where the page says."""
    for how, path, block in placed_blocks(title):
        target = checkout / path
        if how == "as":
            target.parent.mkdir(parents=True, exist_ok=True)
            assert not target.exists()
            target.write_text(block, encoding="utf-8")
        else:
            assert target.is_file(), path
            target.write_text(target.read_text(encoding="utf-8") + "\n\n" * target.name.endswith(".py") + block, encoding="utf-8")


def python(command: str) -> list[str]:
    """Return what stands behind `.venv/bin/python -m` in a command of the page."""
    return command.strip().removeprefix(".venv/bin/python -m ").split()


def ingest(checkout: Path, drop: SmallDrop):
    return run_in(checkout, "pipelines", *drop.arguments())


@pytest.fixture
def checkout(tmp_path):
    return copy_checkout(tmp_path / "checkout")


@pytest.fixture
def drop(tmp_path):
    return SmallDrop(tmp_path / "hospital")


def test_a_table_is_added_as_the_page_says(checkout, drop):
    draft, line = blocks("Add a table")
    done = run_in(checkout, *python(draft))
    assert done.returncode == 0, said_by(done)

    # a hospital that does not send it is asked once, in a sentence with the line of the page
    done = ingest(checkout, drop)
    assert done.returncode == 2, said_by(done)
    assert done.stderr.count("grip_tests") == 2 and f"{drop.config}: no source fills grip_tests" in done.stderr
    assert line.strip() in done.stderr
    drop.set("[registry]\n", f"[registry]\n{line}")
    done = ingest(checkout, drop)
    assert done.returncode == 0, said_by(done)
    assert drop.rows("accepted/grip_tests") == []

    # one that does names the file, and the rules of the draft hold
    drop.set(line, "")
    drop.config.write_text(drop.config.read_text(encoding="utf-8") + '[sources.emr.tables.grip_tests]\nfiles = ["grip_tests.csv"]\n')
    drop.write("grip_tests", "patient_id,measured_on,grip_kg\n00000001,2023-02-01,31.5\n00000002,2023-10-01,20\n00000009,2023-02-01,18\n")
    done = ingest(checkout, drop)
    assert done.returncode == 0, said_by(done)
    assert [row["grip_kg"] for row in drop.rows("accepted/grip_tests")] == [31.5]
    found = {(one["rule"], one["source_row"]) for one in drop.findings() if one["table"] == "grip_tests"}
    assert found == {("PT-005", 3), ("CR-002", 4)}  # measured after death; of nobody who was sent

    # and the conventions of the project hold for it
    done = run_in(checkout, "pytest", "-q", "tests/test_layout.py", "tests/staging/test_all_tables.py", "tests/gate/test_rules.py")
    assert done.returncode == 0, said_by(done)
    done = run_in(checkout, "pytest", "-q", "tests/test_docs.py", "-k", "columns or tables")
    assert done.returncode == 0, said_by(done)


def test_a_rule_is_added_as_the_page_says(checkout, drop):
    do_as_the_page_says(checkout, "Add a rule")
    drop.replace("assessments", "ascites,", "ascites,encephalopathy,")
    for row, grade in (
        ("00000001,2023-01-08,0,none,", "3-4,"),
        ("00000002,2023-01-15,1,none,", "3-4,"),
        ("00000003,2023-01-20,1,mild,", "none,"),
    ):
        drop.replace("assessments", row, row + grade)
    done = ingest(checkout, drop)
    assert done.returncode == 0, said_by(done)
    assert [one["source_row"] for one in drop.findings() if one["rule"] == "PA-030"] == [2]
    results = json.loads((drop.current / "results.json").read_text(encoding="utf-8"))
    assert [(one["outcome"], one["canary"]) for one in results["rules"] if one["rule"] == "PA-030"] == [("failed", "caught")]
    assert "Severe encephalopathy is not with full activity" in (drop.data / "out" / "rules" / "PA-030.html").read_text(encoding="utf-8")
    done = run_in(checkout, "pipelines", "rules", "PA-030")
    assert "and is recorded as fully active" in " ".join(done.stdout.split()), said_by(done)
    done = run_in(checkout, "pytest", "-q", "tests/gate/test_rules.py", "tests/test_layout.py")
    assert done.returncode == 0, said_by(done)


def test_a_rule_without_an_example_is_in_error_and_nothing_is_published(checkout, drop):
    for how, path, block in placed_blocks("Add a rule"):
        if "examples" not in path:
            (checkout / path).write_text((checkout / path).read_text(encoding="utf-8") + "\n" + block, encoding="utf-8")
            assert how == "at the end of"
    done = ingest(checkout, drop)
    assert done.returncode == 1 and "PA-030" in done.stderr and "it has no canary" in done.stderr, said_by(done)
    assert not drop.current.exists()


def test_a_kind_of_fault_is_added_as_the_page_says(checkout, tmp_path):
    do_as_the_page_says(checkout, "Add a kind of fault")
    done = run_in(checkout, "tests.faults.injection", "--seeds", "1", "--spoilt", "0", "--out", str(tmp_path / "faults.md"))
    assert done.returncode == 0, said_by(done)
    (line,) = (
        line for line in (tmp_path / "faults.md").read_text(encoding="utf-8").splitlines() if "a height lacks its first digit" in line
    )
    assert "| assessments | PA-002 | 1 of 1 |" in line


def test_a_source_of_another_shape_is_added_as_the_page_says(checkout, drop):
    """The clinic's list stands for the extracts of patients and follow-up; the other tables come as before."""
    do_as_the_page_says(drop.folder, "Still another shape")
    assert sorted(path.name for path in (drop.folder / "clinic").iterdir()) == ["follow_up.sql", "macros.sql", "patients.sql"]
    for table in ("patients", "follow_up"):
        drop.set(f'[sources.emr.tables.{table}]\nfiles = ["{table}*"]\n', "")
        (drop.drop / f"{table}.csv").unlink()
    settings = blocks("Still another shape")[-1]
    drop.config.write_text(drop.config.read_text(encoding="utf-8") + settings, encoding="utf-8")
    people = ("00000001,1960-01-11,M,2022-12-01,61,7", "00000002,1955-05-05,F,2022-11-01,47,7", "00000003,1948-03-03,M,2022-10-01,long,8")
    drop.write("people", "\n".join(("no,born,sex,diagnosed,weeks seen,room", *people, "")))
    done = ingest(checkout, drop)
    assert done.returncode == 0, said_by(done)
    patients = sorted(drop.rows("accepted/patients"), key=lambda row: row["source_row"])
    assert [(row["sex"], row["birth_year"]) for row in patients] == [("M", 1960), ("F", 1955), ("M", 1948)]
    assert {(one["rule"], one["source_row"]) for one in drop.findings() if one["table"] == "follow_up"} == {("CV-009", 4)}
    assert len(drop.rows("cohort/patients")) == 2


def test_the_folders_that_can_be_deleted_are_and_no_run_reads_the_tests(tmp_path, drop):
    checkout = copy_checkout(tmp_path / "checkout", without=(*OPTIONAL, "tests"))
    done = ingest(checkout, drop)
    assert done.returncode == 0, said_by(done)
    assert pl.read_parquet(drop.current / "cohort" / "patients.parquet").height == 2
    rules = json.loads((drop.current / "results.json").read_text(encoding="utf-8"))["rules"]
    assert {one["canary"] for one in rules if one["layer"] != "raw"} <= {"caught", ""}

    for words, said in (
        (("ingest",), "no drop is named, and the folder of the invented hospital (pipelines/synthetic) is not there; name the folder"),
        (("synthetic", "--out", "drop"), "the folder of the invented hospital (pipelines/synthetic) is not there"),
        (("ingest", "--drop", str(drop.drop)), "report.compare_with_paper: the folder pipelines/paper is not there; set it to false"),
    ):
        done = run_in(checkout, "pipelines", *words)
        assert done.returncode == 2 and said in done.stderr and "Traceback" not in done.stderr, said_by(done)


def test_a_dirty_drop_needs_the_tests_beside_which_its_faults_stand(tmp_path):
    checkout = copy_checkout(tmp_path / "checkout", without=("tests",))
    done = run_in(checkout, "pipelines", "synthetic", "--out", "drop", "--mode", "dirty")
    assert done.returncode == 2 and "the kinds of fault stand in tests/faults" in done.stderr, said_by(done)
    assert run_in(checkout, "pipelines", "synthetic", "--out", "drop", "--patients", "5").returncode == 0
