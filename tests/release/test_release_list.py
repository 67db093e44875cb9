"""The releases of a data folder are listed in the order in which they were made, each with what it counted and what had changed."""

import datetime as dt
import json
import os
import shutil
import stat

import pytest

from pipelines.__main__ import main
from pipelines.release.ledger import LEDGER
from pipelines.release.listed import find_listed, list_releases
from pipelines.release.record import changes
from pipelines.release.release_list import lines_of_release
from pipelines.run.prune import plan_pruning
from pipelines.settings.zones import Zones
from tests.release.drawn_releases import DIGESTS, INPUTS, three_nights


@pytest.fixture
def nights(tmp_path):
    return three_nights(tmp_path)


def test_the_list_is_for_people_at_a_terminal(nights, capsys):
    assert main(["releases", "--data", str(nights.data)]) == 0
    said = capsys.readouterr().out
    assert max(map(len, said.splitlines())) <= 80
    assert said.replace("+09:00", "") == (
        "release                  made             as of            rows  findings cohort\n"
        "2024-12-29-aaaaaaaaaaaa  2024-12-30 02:15 2024-12-31      1,200        12     30\n"
        "  gate passed; the first\n"
        "2024-12-30-bbbbbbbbbbbb  2024-12-31 02:15 2024-12-31      1,200        12     30\n"
        "  gate passed; changed: data (labs.csv changed)\n"
        "2024-12-31-cccccccccccc  2025-01-01 02:15 2024-12-31      1,200         2  1,234\n"
        "  gate let pass; changed: rules, program  [current]\n"
    )


def test_the_newest_is_the_last_that_was_made_also_where_the_clock_has_been_put_back(nights):
    before = [one.id for one in list_releases(nights.data)]
    path = nights.registry / LEDGER
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    lines[-1]["when"] = "2019-01-01T02:15:00+09:00"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    releases = list_releases(nights.data)
    assert [one.id for one in releases] == before and releases[-1].made.year == 2019
    pruning = plan_pruning(Zones(nights.data), releases, dt.datetime(2024, 12, 31, tzinfo=dt.timezone(dt.timedelta(hours=9))))
    assert [folder.name for folder in pruning.releases] == before[:1], "the newest stays"


def test_one_is_shown_by_its_digest(nights, capsys):
    assert main(["releases", "show", "ccc", "--data", str(nights.data)]) == 0
    said = capsys.readouterr().out
    assert max(map(len, said.splitlines()[:-2])) <= 80, "but for the folder"
    assert "gate      let pass: a ward has closed" in said and "findings  2: PA-001 2" in said
    assert "cohort    1,234 patients (a 1,234)" in said and "every file has the bytes of its manifest" in said


def test_a_first_release_says_so(nights):
    one = find_listed(list_releases(nights.data), "2024-12-29")
    assert "  changed   the first" in list(lines_of_release(one, []))


def test_one_that_is_not_whole_is_shown_as_such_and_ends_with_1(nights, capsys):
    (nights.registry / "current" / "results" / "report.html").write_text("another")
    assert main(["releases", "show", "--data", str(nights.data)]) == 1
    assert "no: lost or changed: results/report.html" in capsys.readouterr().out


def test_one_of_which_nothing_can_be_read_is_listed_shown_and_not_compared(nights, capsys):
    (nights.registry / "current" / "record.json").write_text("{")
    assert main(["releases", "--data", str(nights.data)]) == 0 and "gate ?" in capsys.readouterr().out
    assert main(["releases", "show", "--data", str(nights.data)]) == 1
    assert "no: lost or changed: record.json" in capsys.readouterr().out
    assert main(["releases", "diff", "aaa", "--data", str(nights.data)]) == 4
    assert "is not whole" in capsys.readouterr().err


def test_whoever_may_read_the_registry_may_list_it(nights):
    assert main(["releases", "pin", "--data", str(nights.data)]) == 0
    assert main(["releases", "rollback", "aaa", "--data", str(nights.data)]) == 0
    umask = os.umask(0)
    os.umask(umask)
    for name in ("rolled_back.json", "pinned.json", "ledger.jsonl"):
        assert stat.S_IMODE((nights.registry / name).stat().st_mode) == 0o666 & ~umask, name


@pytest.mark.parametrize(
    ("asked", "why"), [("2024-12", "is the beginning of 3 releases"), ("ddd", "is no release here"), ("../releases", "is no release here")]
)
def test_what_is_not_one_release_is_said(nights, capsys, asked, why):
    assert main(["releases", "show", asked, "--data", str(nights.data)]) == 2
    assert why in capsys.readouterr().err


def test_without_a_release_there_is_nothing_to_list(tmp_path, capsys):
    assert main(["releases", "--data", str(tmp_path)]) == 4
    assert "there is no release here yet" in capsys.readouterr().err


def test_without_a_ledger_a_release_is_as_old_as_its_manifest(nights, capsys):
    (nights.registry / LEDGER).unlink()
    assert main(["releases", "list", "--data", str(nights.data)]) == 0
    assert capsys.readouterr().out.count("2024-12-3") >= 3


def test_a_release_of_before_there_were_records_is_listed_too(nights, capsys):
    (nights.registry / "current" / "record.json").unlink()
    assert main(["releases", "--data", str(nights.data)]) == 0
    assert "rules or other settings changed" in capsys.readouterr().out


def test_files_that_changed_are_counted_by_their_pattern_and_many_are_only_counted():
    def moved(now, then):
        return changes(INPUTS | {"extracts": now, "digests": DIGESTS}, INPUTS | {"extracts": then, "digests": DIGESTS})["data"]

    numbered = {f"labs_*.csv (file {number})": f"{number}" for number in (4, 5, 6)}
    one_before = {"labs_*.csv (file 4)": "new", "labs_*.csv (file 5)": "4", "labs_*.csv (file 6)": "8", "labs_*.csv (file 7)": "6"}
    assert moved(one_before, numbered) == "1 of labs_*.csv changed, 1 of labs_*.csv new", "numbers move with a file before them"
    all_of_them = {f"{name}.csv": "x" for name in "abcd"}
    assert moved(all_of_them, dict.fromkeys(all_of_them, "y")) == "4 files changed"


def test_a_folder_that_is_no_release_is_passed_over(nights, capsys):
    (nights.registry / "releases" / "notes").mkdir()
    shutil.rmtree(nights.registry / "releases" / "2024-12-30-bbbbbbbbbbbb")
    assert main(["releases", "--data", str(nights.data)]) == 0
    assert "notes" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, {}),
        ({"extracts": {"more.csv": "2", "labs.csv": "1", "patients.csv": "2"}}, {"data": "more.csv new"}),
        ({"extracts": {"labs.csv": "9", "patients.csv": "2"}}, {"data": "labs.csv changed"}),
        ({"extracts": {"labs.csv": "9", "patients.csv": "8"}}, {"data": "labs.csv, patients.csv changed"}),
        ({"extracts": {"patients.csv": "2"}}, {"data": "labs.csv gone"}),
        ({"extracts": {"labs_*.csv (file 1)": "9", "labs_*.csv (file 2)": "1", "patients.csv": "2"}}, {"data": "1 of labs_*.csv new"}),
        ({"extracts": {"labs.csv": "2", "patients.csv": "1"}}, {}),  # the same bytes
        ({"names": "m"}, {"data": "other names of files"}),
        ({"digests": DIGESTS | {"rules": "r2"}}, {"rules": "changed"}),
        ({"digests": DIGESTS | {"settings": "s2"}}, {"settings": "changed"}),
        ({"digests": DIGESTS | {"program": "c2"}}, {"program": "changed"}),
        ({"packages": "q"}, {"packages": "changed"}),
        ({"answers": "a"}, {"answers": "changed"}),
        ({"withdrawn": "w"}, {"withdrawals": "changed"}),
        ({"as_of": "2025-01-01"}, {"as-of date": "2024-12-31 to 2025-01-01"}),
        ({"key": "l"}, {"key": "another key"}),
    ],
)
def test_what_changed_of_the_inputs_is_named(changed, said):
    then = INPUTS | {"digests": DIGESTS}
    assert changes(then | changed, then) == said
