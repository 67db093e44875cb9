"""What changed settings would come to, said before they are used: from the rows that the last run kept, publishing nothing."""

import contextlib
import csv
import io
import json
import os
import re
import shutil
from dataclasses import dataclass

import polars as pl
import pytest

from pipelines.__main__ import main
from pipelines.run.exit_code import ExitCode
from pipelines.run.impact import changed_settings, compare_findings, seen_while_loading
from pipelines.run.rebuild import Rebuilt
from pipelines.settings.load_settings import load_settings
from tests.small_drop import SmallDrop, signals_kept
from tests.whole_path import slow_to_make

WINDOW = ("[2022-03-01, 2024-07-31]", "[2023-01-11, 2024-07-31]")  # patient 1 began on 2023-01-10, patient 2 on 2023-01-17
SEVEN_MM = ("[study]\n", '[study]\nresponse_criterion = [{ name = "7 mm", like = "mRECIST", pd_min_abs_mm = 7 }]\ncriterion = "7 mm"\n')
IDENTIFIERS = ('identifiers = ["보호자"]', 'identifiers = ["보호자", "x"]')


@dataclass(frozen=True)
class Said:
    """What a command printed, and the list that it left in the restricted zone."""

    code: int
    out: str
    err: str
    listed: list[dict]

    @property
    def words(self) -> str:
        return " ".join(self.out.split())


@pytest.fixture(scope="module")
@slow_to_make
def taken(tmp_path_factory):
    """A drop in which patient 1's target lesion goes 50 → 30 (-40 %) → 36 mm (+20 % of the smallest, but 6 mm), then its files are gone."""
    with signals_kept():
        drop = SmallDrop(tmp_path_factory.mktemp("impact") / "hospital")
        for reader in ("R1", "R2"):
            drop.append("lesions", f"00000001,E2,2023-04-20,{reader},T1,TARGET,LIVER,36,60,Y")
            drop.append("imaging_reads", f"00000001,E2,2023-04-20,{reader},CT,HAIC,2,PD,NA,N,PD")
        drop.code, drop.out, drop.err = drop.listen()
        shutil.rmtree(drop.drop)
        drop.stamps = stamps(drop.data)
        yield drop


def stamps(folder):
    return {path: path.lstat().st_mtime_ns for path in folder.rglob("*") if path.name != "impact.csv" and path.is_file()}


def ask(taken, *changes, more=()) -> Said:
    """Run `rules --impact` with changes to the settings."""
    text = taken.config.read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    changed, path = taken.folder / "changed.toml", taken.data / "restricted" / "impact.csv"
    changed.write_text(text, encoding="utf-8")
    path.unlink(missing_ok=True)
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    with signals_kept(), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(["rules", "--impact", "--config", str(changed), "--data", str(taken.data), *more])
    listed = list(csv.DictReader(path.open(encoding="utf-8-sig"))) if path.exists() else []
    return Said(code, out.buffer.getvalue().decode(), err.buffer.getvalue().decode(), listed)


@pytest.fixture(scope="module")
def of_seven_mm(taken):
    """Progression asks for 7 mm."""
    said = ask(taken, SEVEN_MM)
    taken.mode = (taken.data / "restricted" / "impact.csv").stat().st_mode & 0o777
    return said


@pytest.fixture(scope="module")
def of_window(taken):
    """The study begins a day after patient 1 did, and one more column is dropped as an identifier; for programs."""
    return ask(taken, WINDOW, IDENTIFIERS, more=["--json"])


def test_the_drop_was_taken_and_its_progression_counts(taken):
    assert taken.code == ExitCode.DONE, taken.err
    assert [row["pfs_event"] for row in taken.rows("cohort/patients") if row["best_response"] == "PR"] == [True]


def test_the_same_settings_change_nothing_and_nothing_is_built(taken):
    said = ask(taken)
    assert (said.code, said.err, said.listed) == (ExitCode.DONE, "", [])
    assert "The two are the same: nothing would change." in said.out


def test_a_threshold_of_the_response_opens_findings(of_seven_mm):
    """6 mm are progression if none are asked for, and not if 7 are: both reads say PD, which then contradicts the diameters."""
    assert of_seven_mm.code == ExitCode.DONE, of_seven_mm.err
    assert "study.criterion: not set → 7 mm" in of_seven_mm.words
    assert re.search(r"MR-007 flag read_responses 2 0 0 0 2", of_seven_mm.words), "opened, closed, moved, before, after"
    opened = [row for row in of_seven_mm.listed if row["rule"] == "MR-007"]
    assert {(row["what"], row["before"], row["after"]) for row in opened} == {("finding opened", "", "flag")}
    assert len({row["row_key"] for row in opened}) == 2
    assert "Cohort: 2 → 2 patients (0 enter, 0 leave)" in of_seven_mm.words


def test_nothing_is_published_and_nothing_written_but_the_list(of_seven_mm, of_window, taken):
    assert "Nothing is published." in of_seven_mm.words
    assert stamps(taken.data) == taken.stamps
    assert taken.mode == 0o600, "the list is for its owner only"


def test_what_is_printed_fits_and_names_no_patient_and_no_row(of_seven_mm, of_window):
    for said in (of_seven_mm, of_window):
        assert said.listed
        for row in said.listed:
            assert all(not row[name] or row[name] not in said.out + said.err for name in ("row_key", "patient"))
    assert all(len(line) <= 80 for line in of_seven_mm.out.splitlines() if "impact.csv" not in line)
    assert "\x1b" not in of_seven_mm.out + of_seven_mm.err


def test_a_patient_leaves_the_cohort_with_the_study_window(of_window):
    content = json.loads(of_window.out)
    assert content["cohort"] == {"before": 2, "after": 1, "enter": 0, "leave": 1}
    leaving = [row for row in of_window.listed if row["what"] == "patient leaves the cohort"]
    assert len(leaving) == 1 and leaving[0]["patient"]


def test_what_is_seen_only_while_files_are_loaded_is_said(of_window):
    content = json.loads(of_window.out)
    assert [one["key"] for one in content["settings"]] == ["sources.emr.identifiers", "study.window"]
    assert content["unseen"] == ["sources.emr.identifiers"]


def test_findings_open_close_and_move_by_what_they_are_about_and_not_by_their_level():
    """Three rows: one finding closes, one opens, one is now a reject."""
    import duckdb

    def built(*findings):
        connection = duckdb.connect()
        connection.execute("create schema gate")
        frame = pl.DataFrame(findings, schema=["row_key", "level"], orient="row", schema_overrides={"row_key": pl.String})
        frame = frame.with_columns(rule=pl.lit("PA-901"), name=pl.lit("x_y"), layer=pl.lit("staging"), table=pl.lit("labs"))
        connection.register("drawn", frame)
        connection.execute("create table gate.findings as select *, ['value'] as columns from drawn")
        return Rebuilt(connection, [])

    before = built(("a", "flag"), ("b", "flag"), ("same", "flag"), (None, "stop"))
    after = built(("c", "flag"), ("b", "reject"), ("same", "flag"), (None, "stop"))
    compared = compare_findings(before, after)
    (listed,) = compared.rows
    assert sorted(listed.select("what", "row_key", "before", "after").rows()) == [
        ("finding closed", "a", "flag", None),
        ("finding moved", "b", "flag", "reject"),
        ("finding opened", "c", None, "flag"),
    ]
    (counts,) = compared.counts
    assert [counts[name] for name in ("opened", "closed", "moved", "before", "after")] == [1, 1, 1, 4, 4]
    for build in (before, after):
        build.connection.close()


def test_which_settings_differ(taken, tmp_path):
    text = taken.config.read_text(encoding="utf-8")
    path = tmp_path / "registry.toml"
    path.write_text(text.replace("[sources.emr]", '[sources.emr]\ndate_order = "dmy"', 1).replace('R2 = "reader"', 'R2 = "adjudicator"'))
    changed = changed_settings(load_settings(taken.config), load_settings(path))
    assert changed == [("readers.R2", "reader", "adjudicator"), ("sources.emr.date_order", None, "dmy")]
    assert seen_while_loading(changed) == ["sources.emr.date_order"]


def test_it_fails_in_a_sentence(taken, capsys, tmp_path):
    with signals_kept():
        assert main(["rules", "--impact", "--config", str(taken.config), "--data", str(tmp_path / "nowhere")]) == ExitCode.USAGE
    assert "no run has kept its rows here yet" in capsys.readouterr().err
    said = ask(taken, ("as_of =", "as_off ="))
    assert (said.code, said.out) == (ExitCode.USAGE, "")
    assert "unknown key registry.as_off; did you mean as_of?" in said.err
    said = ask(taken, SEVEN_MM, more=["--drop", str(taken.drop)])
    assert said.code == ExitCode.NO_INPUT and "there is no such folder" in said.err


def test_a_run_of_another_version_is_said(taken):
    kept = taken.data / "restricted" / "current" / "settings.json"
    text, stamp = kept.read_text(encoding="utf-8"), kept.stat()
    kept.write_text("{}")
    try:
        said = ask(taken, SEVEN_MM)
    finally:
        kept.write_text(text, encoding="utf-8")
        os.utime(kept, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert (said.code, said.out) == (ExitCode.USAGE, "")
    assert "run `python -m pipelines ingest` once more first" in said.err


def test_a_fault_of_ours_is_a_sentence_and_its_details_stay_in_the_restricted_zone(taken, monkeypatch):
    def fault(*_):
        raise RuntimeError("a cell says 00000001")

    monkeypatch.setattr("pipelines.commands.impact.rebuild", fault)
    said = ask(taken, SEVEN_MM)
    assert (said.code, said.out) == (ExitCode.OUR_FAULT, "")
    last = said.err.splitlines()[-1]
    assert last.startswith("a fault of the program (RuntimeError); nothing is published") and "00000001" not in last
    assert os.listdir(taken.data / "restricted" / "logs")
    shutil.rmtree(taken.data / "restricted" / "logs")
