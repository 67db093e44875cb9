"""What changed settings would come to, said before they are used: from the rows that the last run kept, publishing nothing."""

import csv
import json
import os
import re
import shutil

import pytest

from pipelines.__main__ import DONE, NO_INPUT, OUR_FAULT, USAGE, main
from pipelines.book.impact import changed_settings, seen_while_loading
from pipelines.load_settings import load_settings
from tests.small_drop import SmallDrop, signals_kept


@pytest.fixture(scope="module")
def taken(tmp_path_factory):
    """A drop in which patient 1's target lesion goes 50 → 30 (-40 %) → 36 mm (+20 % of the smallest, but 6 mm), then its files are gone."""
    with signals_kept():
        drop = SmallDrop(tmp_path_factory.mktemp("impact") / "hospital")
        for reader in ("R1", "R2"):
            drop.append("lesions", f"00000001,E2,2023-04-20,{reader},T1,TARGET,LIVER,36,60,Y")
            drop.append("imaging_reads", f"00000001,E2,2023-04-20,{reader},CT,HAIC,2,PD,NA,N,PD")
        drop.code, drop.out, drop.err = drop.listen()
        shutil.rmtree(drop.drop)
        yield drop


@pytest.fixture
def impact(taken, capsys):
    """Run `rules --impact` with changes to the settings; return the exit code, stdout, stderr, and the list of the restricted zone."""

    def run(*changes, own="", more=()):
        text = taken.config.read_text(encoding="utf-8")
        for old, new in changes:
            assert text.count(old) == 1
            text = text.replace(old, new)
        changed = taken.folder / "changed.toml"
        changed.write_text(text + own, encoding="utf-8")
        listed = taken.data / "restricted" / "impact.csv"
        listed.unlink(missing_ok=True)
        with signals_kept():
            code = main(["rules", "--impact", "--config", str(changed), "--data", str(taken.data), *more])
        rows = list(csv.DictReader(listed.open(encoding="utf-8"))) if listed.exists() else []
        return code, *capsys.readouterr(), rows

    return run


def stamps(folder):
    return {path: path.lstat().st_mtime_ns for path in folder.rglob("*") if path.name != "impact.csv" and path.is_file()}


RESPONSE = ("[gate]", "[response]\npd_min_abs_mm = {}\n\n[gate]")


def response(pd_min_abs_mm):
    return RESPONSE[0], RESPONSE[1].format(pd_min_abs_mm)


def test_the_drop_was_taken_and_its_progression_counts(taken):
    assert taken.code == DONE, taken.err
    (patient,) = (row for row in taken.rows("cohort/patients") if row["best_response"] == "PR")
    assert patient["pfs_event"] in (1, True)


def test_the_same_settings_change_nothing_and_nothing_is_built(impact):
    code, out, err, listed = impact()
    assert code == DONE
    assert "The two are the same: nothing would change." in out
    assert (err, listed) == ("", [])


def test_a_threshold_of_the_response_moves_a_progression(impact, taken):
    """6 mm is progression when 5 mm are asked for, and none when 7 are: the reads say PD, which then contradicts the diameters."""
    before = stamps(taken.data)
    code, out, _, listed = impact(response(7))
    assert code == DONE
    said = " ".join(out.split())
    assert "response.pd_min_abs_mm: 0 → 7" in said
    assert "Nothing is published." in said
    assert re.search(r"MR-007 flag read_responses 2 0 0 0 2", said), "opened, closed, moved, before, after"
    assert "Cohort: 2 → 2 patients (0 enter, 0 leave)" in said
    opened = [row for row in listed if row["rule"] == "MR-007"]
    assert {(row["what"], row["before"], row["after"]) for row in opened} == {("finding opened", "", "flag")}
    assert len({row["row_key"] for row in opened}) == 2
    assert stamps(taken.data) == before, "nothing but the list is written"


def test_a_threshold_that_nothing_lies_below_moves_nothing(impact):
    code, out, _, listed = impact(response(6))
    assert code == DONE and listed == []
    assert "none opens, closes or moves to another level" in out
    assert "best response: none changes" in out and "Row by row" not in out


def test_a_patient_leaves_the_cohort_with_the_study_window(impact):
    """Patient 1 began on 2023-01-10, patient 2 on 2023-01-17."""
    code, out, _, listed = impact(("[2022-03-01, 2024-07-31]", "[2023-01-11, 2024-07-31]"))
    assert code == DONE
    assert "Cohort: 2 → 1 patients (0 enter, 1 leave)" in out
    (leaving,) = (row for row in listed if row["what"] == "patient leaves the cohort")
    assert leaving["patient"] and leaving["patient"] not in out, "patients are counted outside the restricted zone, never named"


def test_what_is_printed_names_no_patient_and_no_row(impact):
    _, out, err, listed = impact(response(7), ("[2022-03-01, 2024-07-31]", "[2023-01-11, 2024-07-31]"))
    assert listed
    for row in listed:
        assert all(not row[name] or row[name] not in out + err for name in ("row_key", "patient"))


def test_the_list_is_for_its_owner_only(impact, taken):
    impact(response(7))
    assert (taken.data / "restricted" / "impact.csv").stat().st_mode & 0o777 == 0o600


def test_json_gives_the_same_counts(impact):
    code, out, _, _ = impact(response(7), more=["--json"])
    content = json.loads(out)
    assert code == DONE
    assert content["settings"] == [{"key": "response.pd_min_abs_mm", "before": 0.0, "after": 7.0}]
    (found,) = (one for one in content["findings"] if one["rule"] == "MR-007")
    assert (found["opened"], found["closed"], found["moved"]) == (2, 0, 0)
    assert content["cohort"] == {"before": 2, "after": 2, "enter": 0, "leave": 0}


def test_what_is_seen_only_while_files_are_loaded_is_said(impact):
    code, out, _, _ = impact(('identifiers = ["보호자"]', 'identifiers = ["보호자", "x"]'))
    assert code == DONE
    assert "Not seen here, because it takes effect while the files are loaded" in " ".join(out.split())
    assert "sources.emr.identifiers" in out


def test_which_settings_differ(taken, tmp_path):
    text = taken.config.read_text(encoding="utf-8")
    path = tmp_path / "registry.toml"
    path.write_text(text.replace("[sources.emr]", '[sources.emr]\ndate_order = "dmy"', 1).replace('R2 = "reader"', 'R2 = "adjudicator"'))
    changed = changed_settings(load_settings(taken.config), load_settings(path))
    assert changed == [("readers.R2", "reader", "adjudicator"), ("sources.emr.date_order", None, "dmy")]
    assert seen_while_loading(changed) == ["sources.emr.date_order"]


def test_it_fails_in_a_sentence(impact, taken, capsys, tmp_path):
    with signals_kept():
        assert main(["rules", "--impact", "--config", str(taken.config), "--data", str(tmp_path / "nowhere")]) == USAGE
    assert "no run has kept its rows here yet" in capsys.readouterr().err
    code, out, err, _ = impact(("as_of =", "as_off ="))
    assert (code, out) == (USAGE, "")
    assert "unknown key registry.as_off; did you mean as_of?" in err
    code, _, err, _ = impact(response(7), more=["--drop", str(taken.drop)])
    assert code == NO_INPUT and "there is no such folder" in err


def test_a_run_of_another_version_is_said(impact, taken):
    kept = taken.data / "restricted" / "current" / "settings.json"
    text = kept.read_text(encoding="utf-8")
    kept.write_text("{}")
    try:
        code, out, err, _ = impact(response(7))
    finally:
        kept.write_text(text, encoding="utf-8")
    assert (code, out) == (USAGE, "")
    assert "run `python -m pipelines ingest` once more first" in err


def test_a_fault_of_ours_is_a_sentence_and_its_details_stay_in_the_restricted_zone(impact, taken, monkeypatch):
    def fault(*_):
        raise RuntimeError("a cell says 00000001")

    monkeypatch.setattr("pipelines.book.impact_in_words.compare_builds", fault)
    code, out, err, _ = impact(response(7))
    assert (code, out) == (OUR_FAULT, "")
    last = err.splitlines()[-1]
    assert last.startswith("a fault of the program (RuntimeError); nothing is published") and "00000001" not in last
    assert os.listdir(taken.data / "restricted" / "logs")
    shutil.rmtree(taken.data / "restricted" / "logs")
