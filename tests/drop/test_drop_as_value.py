"""The inventory of a drop: numbers, what files are called outside, what is not taken and why, and bytes held to what they were."""

import csv
import gzip
import os
import tempfile
import zipfile
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipelines.drop.inventory import list_files, take_inventory
from pipelines.drop.sheet import UnreadableDrop
from pipelines.raw.load_sheets import Loaded
from pipelines.run.file_list import not_taken, write_file_list
from pipelines.settings.sections import Limits

PATTERNS = ["patients.csv", "labs_*.csv", "sub/*.csv"]


@pytest.fixture
def folder(tmp_path):
    for name in ("patients.csv", "labs_김철수.csv", "labs_a.csv", "letter.pdf", "labs_b.txt", "sub/labs_9.csv", "else/labs_8.csv"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"{name}\n", encoding="utf-8")
    return tmp_path


def test_claimed_files_are_numbered_first_and_called_by_the_words_of_the_settings(folder):
    drop = take_inventory(folder, PATTERNS)
    assert [(file.number, file.name, file.shown, file.is_claimed) for file in drop.files] == [
        (1, "labs_a.csv", "labs_*.csv (file 1)", True),
        (2, "labs_김철수.csv", "labs_*.csv (file 2)", True),
        (3, "patients.csv", "patients.csv", True),  # the settings name it
        (4, "sub/labs_9.csv", "sub/*.csv (file 4)", True),
        (5, "else/labs_8.csv", "file 5", False),
        (6, "labs_b.txt", "file 6", False),
        (7, "letter.pdf", "file 7", False),
    ]
    assert set(drop.hashes) == {file.name for file in drop.claimed} and all(len(digest) == 64 for digest in drop.hashes.values())


def test_what_nothing_claims_changes_no_number(folder):
    before = {file.name: file.number for file in take_inventory(folder, PATTERNS).claimed}
    (folder / "a_letter.csv").write_text("x")
    assert {file.name: file.number for file in take_inventory(folder, PATTERNS).claimed} == before


def test_a_name_of_the_settings_that_two_files_bear_has_their_numbers(folder):
    (folder / "patients.csv.gz").write_bytes(gzip.compress(b"x"))
    shown = [file.shown for file in list_files(take_inventory(folder, PATTERNS), ["patients.csv"])]
    assert shown == ["patients.csv (file 3)", "patients.csv (file 4)"]


def test_what_is_not_taken_says_why_without_its_name(folder):
    assert not_taken(take_inventory(folder, PATTERNS)) == (
        {"file": "file 5", "why": "labs_*.csv does not enter its folder"},
        {"file": "file 6", "why": "but for its ending it would be one of labs_*.csv"},
        {"file": "file 7", "why": "no pattern of the settings matches it"},
    )


def test_the_list_of_files_has_their_names_and_what_became_of_them_for_its_owner_alone(folder, tmp_path_factory):
    path = tmp_path_factory.mktemp("restricted") / "files.csv"
    drop = take_inventory(folder, PATTERNS)
    loaded = Loaded(
        sheets=[{"file": "labs_a.csv", "read": 7}], left_out={"labs_김철수.csv": "it holds the same bytes as labs_*.csv (file 1)"}
    )
    write_file_list(drop, path, loaded)
    with path.open(encoding="utf-8", newline="") as file:
        lines = {line["name"]: (line["number"], line["rows_read"], line["became"]) for line in csv.DictReader(file)}
    assert lines["labs_a.csv"] == ("1", "7", "read")
    assert lines["labs_김철수.csv"] == ("2", "", "not taken: it holds the same bytes as labs_*.csv (file 1)")
    assert lines["letter.pdf"] == ("7", "", "not taken: no pattern of the settings matches it")
    assert path.stat().st_mode & 0o777 == 0o600


# --- a file is what it was when the run began


def grow(path):
    with path.open("a") as file:
        file.write("more\n")


def change_a_letter_and_hide_it(path):
    """Other bytes, the same size and the same time of modification."""
    times = path.stat()
    path.write_bytes(path.read_bytes().replace(b"l", b"m"))
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def replace_by_a_pipe(path):
    path.unlink()
    os.mkfifo(path)


def replace_by_the_same(path):
    """The same bytes, sent again while the run was at work."""
    data = path.read_bytes()
    path.unlink()
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("change", "is_read_before"),
    [
        (grow, False),
        (grow, True),
        (change_a_letter_and_hide_it, False),  # after it is read, what was read is what was hashed
        (replace_by_a_pipe, False),
        (replace_by_a_pipe, True),
        (replace_by_the_same, False),
        (replace_by_the_same, True),
    ],
)
def test_a_file_that_changes_while_the_run_is_at_work_ends_it(folder, change, is_read_before):
    drop = take_inventory(folder, PATTERNS)
    file = drop.files[0]
    if is_read_before:
        assert file.read_bytes() == b"labs_a.csv\n"
    change(folder / "labs_a.csv")
    with pytest.raises(UnreadableDrop, match=r"labs_\*\.csv \(file 1\): it has changed since the run began; run again"):
        drop.hold() if is_read_before else file.read_bytes()


def test_a_file_that_is_taken_away_while_the_run_is_at_work_ends_it(folder):
    drop = take_inventory(folder, PATTERNS)
    drop.hold()
    (folder / "patients.csv").unlink()
    with pytest.raises(UnreadableDrop, match=r"^patients\.csv: it has changed since the run began"):
        drop.hold()


def test_an_archive_that_changes_between_two_of_its_members_ends_the_run(tmp_path):
    with zipfile.ZipFile(tmp_path / "labs.zip", "w") as archive:
        archive.writestr("a.csv", "a\n")
        archive.writestr("b.csv", "b\n")
    first, second = list_files(take_inventory(tmp_path, ["*.csv"]), ["*.csv"])
    assert first.read_bytes() == b"a\n"
    grow(tmp_path / "labs.zip")
    with pytest.raises(UnreadableDrop, match="it has changed since the run began"):
        second.read_bytes()


def test_an_archive_that_is_changed_and_looks_as_before_ends_the_run_at_its_end(tmp_path):
    with zipfile.ZipFile(tmp_path / "labs.zip", "w") as archive:
        archive.writestr("labs.csv", "a\n")
    drop = take_inventory(tmp_path, ["labs.csv"])
    drop.hold()
    change_a_letter_and_hide_it(tmp_path / "labs.zip")
    with pytest.raises(UnreadableDrop, match="it has changed since the run began"):
        drop.hold()


def test_who_may_read_a_file_is_no_matter_of_its_bytes(folder):
    drop = take_inventory(folder, PATTERNS)
    (folder / "labs_a.csv").chmod(0o640)
    assert drop.files[0].read_bytes() == b"labs_a.csv\n"
    drop.hold()


# --- limits


@pytest.mark.parametrize(
    ("megabytes", "limit", "is_read"),
    [(1, 2, True), (2, 2, True), (2.000001, 2, False)],
)
@pytest.mark.parametrize("name", ["a.csv", "a.csv.gz", "a.zip"])
def test_a_file_may_hold_so_many_megabytes_unpacked(tmp_path, name, megabytes, limit, is_read):
    size = int(megabytes * 1_000_000)
    data = os.urandom(size).hex()[:size].encode()  # packs to half its size
    if name == "a.zip":
        with zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a.csv", data)
    else:
        (tmp_path / name).write_bytes(gzip.compress(data, 1) if name.endswith(".gz") else data)
    (file,) = take_inventory(tmp_path, ["a*"], Limits(max_unpacked_mb=limit)).files
    if is_read:
        assert file.read_bytes() == data
    else:
        with pytest.raises(UnreadableDrop, match="it holds more than 2 MB; send it in parts, or raise max_unpacked_mb under"):
            file.read_bytes()


@pytest.mark.parametrize(("times", "is_read"), [(99, True), (101, False)])
def test_a_file_may_unpack_to_so_many_times_its_size(tmp_path, monkeypatch, times, is_read):
    monkeypatch.setattr("pipelines.drop.archive.RATIO_COUNTS_FROM", 1000)
    packed = gzip.compress(bytes(1_000_000))
    (tmp_path / "a.csv.gz").write_bytes(packed)
    limit = 1_000_000 // len(packed) + (1 if is_read else 0)
    (file,) = take_inventory(tmp_path, ["a*"], Limits(max_ratio=limit)).files
    if is_read:
        assert len(file.read_bytes()) == 1_000_000
    else:
        with pytest.raises(UnreadableDrop, match=f"unpacked it is more than {limit} times as large"):
            file.read_bytes()


# --- what may not be read


@contextmanager
def ordinary_user():
    """Be nobody while the block runs if we are root, whom no mode of a folder binds."""
    if os.geteuid():
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def open_to_all(tmp_path):
    for path in (tmp_path, *tmp_path.parents[:3]):  # a worker's folder is one deeper
        if path.stat().st_uid == os.geteuid() and path != Path(tempfile.gettempdir()):
            path.chmod(0o755)
    return tmp_path


def test_a_drop_that_nobody_may_read_is_the_drops_fault(open_to_all):
    drop = open_to_all / "drop"
    drop.mkdir(mode=0)
    with (
        ordinary_user(),
        pytest.raises(UnreadableDrop, match=r"drop: the folder cannot be read \(Permission denied\); check who may read it"),
    ):
        take_inventory(drop, ["*.csv"])


@pytest.mark.parametrize(("pattern", "is_refused"), [("*.csv", False), ("closed/*.csv", True), ("**/labs.csv", True)])
def test_a_closed_folder_is_refused_where_a_pattern_enters_it_and_else_named(open_to_all, pattern, is_refused):
    (open_to_all / "labs.csv").write_text("x\n")
    (open_to_all / "closed").mkdir(mode=0)
    with ordinary_user():
        drop = take_inventory(open_to_all, [pattern])
    if is_refused:
        with pytest.raises(UnreadableDrop, match=r"the folder cannot be read \(Permission denied\)"):
            drop.refuse_faults()
    else:
        drop.refuse_faults()
        assert not_taken(drop) == ({"file": "file 2", "why": "the folder cannot be read (Permission denied)"},)


def test_a_closed_file_is_refused_where_a_pattern_claims_it_and_else_not_even_opened(open_to_all):
    for name in ("labs.csv", "letter.csv"):
        (open_to_all / name).write_text("x\n")
        (open_to_all / name).chmod(0)
    with ordinary_user():
        drop = take_inventory(open_to_all, ["labs.csv"])
    with pytest.raises(UnreadableDrop, match=r"^labs.csv: it cannot be read \(Permission denied\); check the file and who may read it"):
        drop.refuse_faults()
    assert not_taken(drop) == ({"file": "file 2", "why": "no pattern of the settings matches it"},)
