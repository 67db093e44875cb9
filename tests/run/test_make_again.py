"""Extracts are kept once; with them a release is made again, byte for byte, and what is damaged is found and put right."""

import json
import os
import shutil
import stat

import pytest

from pipelines.__main__ import main
from pipelines.findings.queries.query_log import append_moves, log_path
from pipelines.raw.pseudonyms import pseudonym_of
from pipelines.release import store
from pipelines.release.ledger import read_ledger
from pipelines.release.listed import list_releases
from pipelines.release.store import damaged_extracts, has_extract, keep_extract, kept_extracts, stored_extract, sweep_store
from pipelines.run.made_from import MADE_FROM, WITHDRAWN, read_made_from
from tests.small_drop import KEY, SmallDrop, signals_kept
from tests.whole_path import slow_to_make

HASH = "b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c"  # of "foo\n", by sha256sum


@pytest.fixture
def foo(tmp_path):
    path = tmp_path / "labs.csv"
    path.write_text("foo\n")
    return path


def test_an_extract_is_kept_once_under_its_hash_for_its_owner_alone(tmp_path, foo):
    assert keep_extract(tmp_path, foo, HASH) and keep_extract(tmp_path, foo, HASH)
    (kept,) = kept_extracts(tmp_path)
    assert kept == tmp_path / "store" / "b5" / HASH and kept.read_text() == "foo\n"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600 and stat.S_IMODE(kept.parent.stat().st_mode) == 0o700
    assert has_extract(tmp_path, HASH) and damaged_extracts(tmp_path) == []


def test_one_that_changes_while_it_is_copied_is_not_kept(tmp_path, foo):
    assert not keep_extract(tmp_path, foo, "0" * 64)
    assert list(kept_extracts(tmp_path)) == [] and list((tmp_path / "store").rglob("*-*")) == []


def test_a_byte_that_is_not_as_it_was_is_found(tmp_path, foo):
    keep_extract(tmp_path, foo, HASH)
    stored_extract(tmp_path, HASH).write_text("fop\n")
    assert damaged_extracts(tmp_path) == [stored_extract(tmp_path, HASH)]


def test_what_a_kill_had_cut_off_is_no_extract(tmp_path, foo, monkeypatch):
    monkeypatch.setattr(store.os, "fsync", lambda handle: os._exit(9))
    process = os.fork()
    if process == 0:
        keep_extract(tmp_path, foo, HASH)
    os.waitpid(process, 0)
    assert list((tmp_path / "store").rglob(".*")) and list(kept_extracts(tmp_path)) == []
    sweep_store(tmp_path)
    assert list((tmp_path / "store").rglob(".*")) == []


@pytest.fixture(scope="module")
@slow_to_make
def kept(tmp_path_factory):
    """Three nights of the small drop, whose extracts are kept; an answer came before the second, a new lab value with the third."""
    with signals_kept():
        drop = SmallDrop(tmp_path_factory.mktemp("kept") / "hospital")
        with drop.config.open("a", encoding="utf-8") as file:
            file.write("[operations]\nkeep_extracts = true\n")
        drop.append("labs", "00000001,AST,4500,U/L,2023-01-06")
        assert drop.run() == 0
        log = log_path(drop.data / "restricted")
        first = json.loads(log.read_text(encoding="utf-8").splitlines()[0])
        append_moves(log, [first | {"made_by": "Kim", "state_from": "open", "state_to": "answered", "why": "corrected in the EMR"}])
        assert drop.run() == 0
        drop.append("labs", "00000001,AST,47,U/L,2023-01-07")
        assert drop.run() == 0
        yield drop


def say(drop, *words):
    return main(["releases", *words, "--data", str(drop.data), "--config", str(drop.config)])


def ids(drop):
    return [one.id for one in list_releases(drop.data)]


def copy_of(drop, tmp_path):
    shutil.copytree(drop.folder, tmp_path / "hospital", symlinks=True)
    return SmallDrop.found_in(tmp_path / "hospital")


def test_each_extract_is_kept_once_over_all_nights(kept):
    assert len(list(kept_extracts(kept.data / "restricted"))) == 10, "nine tables, and one file that changed"
    named = [read_made_from(kept.data / "restricted" / "runs" / one)["extracts"] for one in ids(kept)]
    assert [len(extracts) for extracts in named] == [9, 9, 9] and {one["not_kept"] for one in named[0]} == {""}


def test_the_first_and_a_later_release_are_made_again_byte_for_byte(kept, capsys):
    """The first was compared with none, the later ones with the one before; the second and third were made behind an answer."""
    for one in (ids(kept)[0], ids(kept)[2]):
        assert say(kept, "rebuild", one) == 0
        assert capsys.readouterr().out.startswith(f"{one}: made again from the store, and all ")
    assert not list((kept.data / "restricted").glob(".again*"))


def test_what_the_code_has_changed_since_is_said(kept, capsys, monkeypatch):
    for module in ("pipelines.release.inputs", "pipelines.run.publish"):
        monkeypatch.setattr(f"{module}.digest_of_code", lambda *parts: f"other {parts}")
    assert say(kept, "rebuild", ids(kept)[2]) == 3
    told = capsys.readouterr().out
    assert "the code has changed since (rules, program)" in told and "tables: all are the same, row by row" in told
    assert "results: all are the same" in told


def test_a_damaged_release_is_found_and_made_again_from_the_store(kept, tmp_path, capsys):
    drop = copy_of(kept, tmp_path)
    name = ids(drop)[2]
    release = drop.data / "registry" / "releases" / name
    good = {path: path.read_bytes() for path in release.rglob("*") if path.is_file()}
    (release / "results.json").write_bytes(good[release / "results.json"].replace(b"a", b"b", 1))
    (release / "cohort" / "patients.parquet").unlink()
    assert say(drop, "fsck") == 1
    told = capsys.readouterr().out
    assert f"{name}: 2 files lost or changed: cohort/patients.parquet, results.json" in told and "0 damaged" in told
    assert say(drop, "fsck", "--mend") == 0 and "made again from the store: whole" in capsys.readouterr().out
    assert {path: path.read_bytes() for path in release.rglob("*") if path.is_file()} == good


def test_a_damaged_extract_is_found_and_kept_again(kept, tmp_path, capsys):
    drop = copy_of(kept, tmp_path)
    (path, *_) = kept_extracts(drop.data / "restricted")
    data = path.read_bytes()
    path.write_bytes(data[:-1] + b"x")
    assert say(drop, "fsck") == 1
    told = capsys.readouterr().out
    assert "10 extracts, 1 damaged" in told and "`python -m pipelines releases fsck --mend` makes again what is damaged" in told
    assert say(drop, "fsck", "--mend") == 0 and not path.exists()
    capsys.readouterr()
    assert say(drop, "rebuild", ids(drop)[0]) == 4
    assert "1 of 9: it is not in the store any more" in capsys.readouterr().err
    assert say(drop, "fsck") == 0
    assert drop.run() == 0 and drop.status["state"] == "unchanged", "the drop still has it"
    assert path.read_bytes() == data and say(drop, "rebuild", ids(drop)[2]) == 0


def test_nothing_is_kept_where_the_settings_do_not_ask_for_it(kept, tmp_path, capsys):
    drop = copy_of(kept, tmp_path)
    shutil.rmtree(drop.data / "restricted" / "store")
    drop.set("keep_extracts = true", "keep_extracts = false")
    assert drop.run("ingest", "--force") == 0
    assert list(kept_extracts(drop.data / "restricted")) == [] and len(ids(drop)) == 3, "the same release: the setting changes no result"
    assert say(drop, "rebuild") == 4 and "9 of 9: no extract was kept" in capsys.readouterr().err


def test_no_extract_is_kept_of_who_has_withdrawn_and_forgetting_empties_the_store(kept, tmp_path, capsys):
    drop = copy_of(kept, tmp_path)
    (drop.data / "restricted" / "withdrawn.csv").write_text("number,day,scope\n00000003,2024-12-01,all\n")
    before = set(kept_extracts(drop.data / "restricted"))
    drop.append("adverse_events", "00000001,Nausea,1,2023-02-11,2023-02-13,NONE")  # a file without the patient
    drop.append("labs", "00000001,AST,48,U/L,2023-01-08")  # one with
    assert drop.run() == 0
    assert pseudonym_of("00000003", bytes.fromhex(KEY)) not in (drop.data / "restricted" / "current" / MADE_FROM).read_text()
    assert len(set(kept_extracts(drop.data / "restricted")) - before) == 1
    made_from = read_made_from(drop.data / "restricted" / "current")
    assert sum(one["not_kept"] == WITHDRAWN for one in made_from["extracts"]) == 5, "patients, assessments, labs, procedures, follow-up"
    assert main(["forget", "--by", "Lee", "--data", str(drop.data), "--config", str(drop.config), "--key", str(drop.key)]) == 0
    assert list(kept_extracts(drop.data / "restricted")) == []


def test_pruning_removes_the_extracts_of_no_run_that_stays(kept, tmp_path, capsys):
    drop = copy_of(kept, tmp_path)
    assert say(drop, "prune", "--keep-days", "0") == 0
    assert len(list(kept_extracts(drop.data / "restricted"))) == 9
    assert "2 of 3 releases, what 2 runs have kept, 1 extracts" in capsys.readouterr().err
    assert read_ledger(drop.data / "registry")[-1]["extracts"] == 1
    assert say(drop, "rebuild") == 3, "the release with which it was compared has gone"
    assert "is not here any more, so that rules may have said other things" in capsys.readouterr().out


def test_a_run_of_before_there_was_a_store_says_so(kept, tmp_path, capsys):
    drop = copy_of(kept, tmp_path)
    (drop.data / "restricted" / "runs" / ids(drop)[2] / MADE_FROM).unlink()
    assert say(drop, "rebuild") == 4 and "has not written down what it was made from" in capsys.readouterr().err


def test_the_key_is_not_written_down(kept):
    texts = [path.read_bytes() for path in (kept.data / "restricted" / "runs").rglob(MADE_FROM)]
    assert len(texts) == 3 and not any(KEY.encode() in text for text in texts)
