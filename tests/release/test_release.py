"""A release is named after everything it was made from; the same inputs are the same bytes, and a changed byte is noticed."""

import datetime as dt
import hashlib
import json
import shutil

import pytest

from pipelines.drop.inventory import inventory_drop
from pipelines.release.inputs import describe_inputs, name_run
from pipelines.release.published import is_published
from pipelines.settings.load_settings import load_settings
from pipelines.warehouse.table_files import ROOT
from tests.small_drop import AS_OF, SmallDrop, signals_kept, small_drop  # noqa: F401
from tests.whole_path import slow_to_make

DAY = dt.date.fromisoformat(AS_OF)


@pytest.fixture(scope="module")
@slow_to_make
def taken(tmp_path_factory):
    """The small drop, taken into two data folders."""
    with signals_kept():
        drop = SmallDrop(tmp_path_factory.mktemp("release") / "hospital")
        assert drop.run() == 0
        drop.other = drop.folder / "elsewhere" / "data"
        from pipelines.__main__ import main

        assert main([*drop.arguments()[:-1], str(drop.other)]) == 0
        yield drop


def bytes_below(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def name(drop, as_of=DAY, key=b"k"):
    settings = load_settings(drop.config)
    return name_run(describe_inputs(inventory_drop(drop.drop, settings), settings, as_of, key))


def test_same_inputs_are_the_same_bytes(taken):
    one, other = bytes_below(taken.data / "registry" / "releases"), bytes_below(taken.other / "registry" / "releases")
    assert len(one) > 40 and one.keys() == other.keys()
    assert [path for path in one if one[path] != other[path]] == []


def test_findings_and_quarantine_are_the_same_bytes_too(taken):
    one, other = (bytes_below(data / "restricted" / "runs") for data in (taken.data, taken.other))
    assert any(path.endswith("findings.parquet") for path in one) and one.keys() == other.keys()
    assert [path for path in one if one[path] != other[path]] == []


def test_manifest_names_every_file_with_its_hash(taken):
    manifest = json.loads((taken.current / "manifest.json").read_text())
    found = {path: hashlib.sha256(data).hexdigest() for path, data in bytes_below(taken.current.resolve()).items()}
    del found["manifest.json"], found["SHA256SUMS"]
    assert manifest["files"] == found
    assert manifest["release"] == taken.status["release"] == taken.current.resolve().name


def test_manifest_says_what_the_release_was_made_from(taken):
    inputs = json.loads((taken.current / "manifest.json").read_text())["inputs"]
    assert inputs["as_of"] == AS_OF
    called = {
        f"{path.removesuffix('.csv')}* (file {number})": data for number, (path, data) in enumerate(bytes_below(taken.drop).items(), 1)
    }
    assert inputs["extracts"] == {shown: hashlib.sha256(data).hexdigest() for shown, data in called.items()}
    assert inputs.keys() == {"as_of", "extracts", "settings", "code", "packages", "names", "key"}


def test_release_has_every_table_and_its_dictionary(taken):
    files = bytes_below(taken.current.resolve()).keys()
    assert {"cohort/patients.parquet", "cohort/patients.csv", "accepted/labs.parquet", "data_dictionary.csv", "results.json"} <= files
    assert {"expectations/accepted/labs.json", "expectations/cohort/patients.json", "expectations/unreleased/staging/labs.json"} <= files
    dictionary = (taken.current / "data_dictionary.csv").read_text(encoding="utf-8")
    for row in taken.rows("accepted/labs")[:1]:
        assert all(f"accepted,labs,{column}," in dictionary for column in row)


def test_what_only_rules_read_is_kept_beside_the_findings_and_not_released(taken):
    checks = {path.stem for path in (ROOT / "sql" / "cohort" / "checks").glob("*.sql")}
    released = bytes_below(taken.current.resolve())
    assert len(checks) > 10
    for_use = {path for path in released if not path.startswith("expectations/unreleased/")}  # where suites of theirs are to be read
    assert checks & {path.split("/")[-1].split(".")[0] for path in for_use} == set()
    assert checks & {row.split(",")[1] for row in released["data_dictionary.csv"].decode().splitlines()} == set()
    assert {path.stem for path in (taken.data / "restricted" / "current" / "checks").glob("*.parquet")} == checks


def test_free_text_is_in_no_release(taken):
    assert "death_cause" not in taken.rows("accepted/follow_up")[0]
    assert b"HCC progression" not in b"".join(bytes_below(taken.current.resolve()).values())


def test_results_of_the_run_are_those_of_the_release(taken):
    shown, released = (json.loads((folder / "results.json").read_text(encoding="utf-8")) for folder in (taken.data / "out", taken.current))
    assert shown.pop("changes") == {}, "against the last release: there was none"
    assert shown == released


def test_clock_and_place_are_in_no_release(taken):
    together = b"".join(bytes_below(taken.current.resolve()).values())
    assert str(taken.folder).encode() not in together
    assert str(dt.date.today().year).encode() + b"-" not in together or str(dt.date.today().year) in AS_OF


@pytest.mark.parametrize("path", ["cohort/patients.csv", "accepted/labs.parquet", "results.json", "manifest.json", "data_dictionary.csv"])
def test_changed_or_lost_file_is_noticed(taken, tmp_path, path):
    release = tmp_path / "release"
    shutil.copytree(taken.current.resolve(), release)
    run_id = taken.status["run_id"]
    assert is_published(release, run_id) and not is_published(release, "another")
    data = (release / path).read_bytes()
    (release / path).write_bytes(data.replace(b"a", b"b", 1) if path != "manifest.json" else data[:-10])
    assert not is_published(release, run_id)
    (release / path).unlink()
    assert not is_published(release, run_id)


def test_tampered_release_is_built_again(taken):
    path = taken.other / "registry" / "current" / "cohort" / "patients.csv"
    good = path.read_bytes()
    path.write_bytes(good.replace(b"first_line", b"last__line"))
    from pipelines.__main__ import main

    with signals_kept():
        assert main([*taken.arguments()[:-1], str(taken.other)]) == 0
    assert json.loads((taken.other / "out" / "status.json").read_text())["state"] == "published"
    assert path.read_bytes() == good


def test_name_begins_with_the_as_of_date(small_drop):  # noqa: F811
    assert name(small_drop).startswith(f"{AS_OF}-") and len(name(small_drop)) == len(AS_OF) + 13


def change_byte(drop):
    drop.replace("labs", "00000001,AST,45,", "00000001,AST,46,")


def rename_file(drop):
    (drop.drop / "labs.csv").rename(drop.drop / "labs_1.csv")


def add_file(drop):
    (drop.drop / "labs_more.csv").write_text("a\n1\n")


def change_setting(drop):
    drop.set("[readers]", "[response]\nconfirm_days = 27\n[readers]")


@pytest.mark.parametrize("change", [change_byte, rename_file, add_file, change_setting])
def test_name_changes_with_a_byte_of_the_drop_and_with_a_setting(small_drop, change):  # noqa: F811
    before = name(small_drop)
    change(small_drop)
    assert name(small_drop) != before


def test_name_changes_with_the_as_of_date_and_the_key(small_drop):  # noqa: F811
    assert len({name(small_drop), name(small_drop, as_of=dt.date(2025, 1, 1)), name(small_drop, key=b"other")}) == 3


def test_name_does_not_change_with_what_means_nothing(small_drop):  # noqa: F811
    before = name(small_drop)
    small_drop.config.write_text("# a comment\n" + small_drop.config.read_text().replace(" = ", "="))
    (small_drop.drop / ".DS_Store").write_bytes(b"x")
    (small_drop.drop / "a_letter.csv").write_text("no pattern of the settings claims it")
    (small_drop.drop / "labs.csv").touch()
    assert name(small_drop) == before


def test_name_does_not_depend_on_where_the_drop_lies(small_drop, tmp_path):  # noqa: F811
    before = name(small_drop)
    small_drop.drop = shutil.move(small_drop.drop, tmp_path / "moved")
    assert name(small_drop) == before


def test_name_in_another_encoding_is_told_as_people_read_it(small_drop):  # noqa: F811
    (small_drop.drop / "labs_검사.csv".encode("cp949").decode("utf-8", "surrogateescape")).write_text("x")
    assert "labs_검사.csv" in inventory_drop(small_drop.drop, load_settings(small_drop.config)).hashes


@pytest.mark.parametrize("file", ["labs_900101-1234567.csv", "labs_010-1234-5678.csv"])
def test_a_release_does_not_know_the_name_of_a_file_that_holds_an_identifier(small_drop, file):  # noqa: F811
    (small_drop.drop / file).write_text("x")
    settings = load_settings(small_drop.config)
    inputs = describe_inputs(inventory_drop(small_drop.drop, settings), settings, dt.date(2024, 12, 31), bytes(32))
    assert "labs* (file 7)" in inputs["extracts"] and "1234" not in str(sorted(inputs["extracts"]))
