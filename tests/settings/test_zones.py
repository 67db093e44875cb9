"""The zones of a data folder: who may enter, and that what is published is whole at every moment."""

import contextlib
import json
import os
import shutil
import stat
import threading

import pytest

from pipelines.settings.errors import UnusableSettings
from pipelines.settings.zones import close_to_others, open_zones, publish_folder, write_text


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def umask():
    """The widest umask there is, so that what is closed is closed by us."""
    kept = os.umask(0)
    yield
    os.umask(kept)


def make(folder, content):
    folder.mkdir(parents=True)
    (folder / "content.txt").write_text(content)
    return folder


def test_only_the_owner_may_enter_restricted(tmp_path, umask):
    zones = open_zones(tmp_path / "new" / "data")
    assert mode(zones.restricted) == 0o700
    assert zones.registry.is_dir() and zones.out.is_dir()


def test_what_lies_below_is_closed_and_what_a_link_leads_to_is_not(tmp_path, umask):
    folder = make(tmp_path / "restricted" / "runs", "x").parent
    outside = make(tmp_path / "outside", "y")
    (folder / "current").symlink_to(outside)
    close_to_others(folder)
    assert [mode(path) for path in (folder, folder / "runs", folder / "runs" / "content.txt")] == [0o700, 0o700, 0o600]
    assert mode(outside / "content.txt") == 0o666


def test_what_is_somebody_elses_stays_as_it_is(tmp_path, umask, monkeypatch):
    folder = make(tmp_path / "restricted", "x")
    (folder / "key").write_text("")
    closed = []

    def chmod(path, mode, **_more):
        if str(path).endswith("key"):
            raise PermissionError
        closed.append(str(path))

    monkeypatch.setattr(os, "chmod", chmod)
    close_to_others(folder)
    assert closed == [str(folder), str(folder / "content.txt")]


def test_restricted_that_was_left_open_is_closed(tmp_path):
    (tmp_path / "restricted").mkdir()
    (tmp_path / "restricted").chmod(0o755)
    open_zones(tmp_path)
    assert mode(tmp_path / "restricted") == 0o700


def test_zones_open_again_and_leave_no_probe(tmp_path):
    for _ in range(2):
        zones = open_zones(tmp_path)
    assert [path for path in zones.data.rglob("*") if path.is_file()] == []


def test_data_folder_that_is_a_file(tmp_path):
    (tmp_path / "data").write_text("")
    with pytest.raises(UnusableSettings, match=r"data: the data folder cannot be written \(.+\); name another with DATA=folder"):
        open_zones(tmp_path / "data")


def test_folder_is_published_by_its_name_and_as_current(tmp_path):
    current, target = tmp_path / "current", tmp_path / "releases" / "1"
    publish_folder(make(tmp_path / "releases" / ".1.partial", "one"), target, current)
    assert (current / "content.txt").read_text() == "one"
    assert os.readlink(current) == "releases/1", "the link is relative: the data folder may be moved"
    assert os.listdir(tmp_path / "releases") == ["1"]


def test_next_folder_becomes_current_and_the_last_one_stays(tmp_path):
    current = tmp_path / "current"
    for name in ("1", "2"):
        publish_folder(make(tmp_path / "releases" / f".{name}.partial", name), tmp_path / "releases" / name, current)
    assert (current / "content.txt").read_text() == "2"
    assert (tmp_path / "releases" / "1" / "content.txt").read_text() == "1"


@pytest.mark.parametrize("is_current", [True, False])
def test_folder_of_the_same_name_is_replaced(tmp_path, is_current):
    current, target = tmp_path / "current", tmp_path / "releases" / "1"
    publish_folder(make(tmp_path / "releases" / ".1.partial", "old"), target, current)
    if not is_current:
        publish_folder(make(tmp_path / "releases" / ".2.partial", "other"), tmp_path / "releases" / "2", current)
    publish_folder(make(tmp_path / "releases" / ".1.partial", "new"), target, current)
    assert (current / "content.txt").read_text() == "new"
    assert not [name for name in os.listdir(tmp_path / "releases") if name.startswith(".")]
    assert sorted(os.listdir(tmp_path)) == ["current", "releases"]


@pytest.mark.slow
def test_reader_always_finds_a_current(tmp_path):
    """A reader who follows `current` again and again, while releases are published and published again, never finds it missing."""
    current, releases = tmp_path / "current", tmp_path / "releases"
    publish_folder(make(releases / ".0.partial", "0"), releases / "0", current)
    missing, reads, is_done = [], 0, threading.Event()

    def read():
        nonlocal reads
        while not is_done.is_set():
            reads += 1
            try:
                os.stat(current)  # follows the link
            except FileNotFoundError as error:
                missing.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(200):
        name = str(number % 2 + 1)  # from the third on, a folder that is there already and was current before
        publish_folder(make(releases / f".{name}.partial", name), releases / name, current)
    is_done.set()
    reader.join()
    assert reads > 200 and missing == []


@pytest.mark.parametrize("step", range(8))
def test_current_leads_somewhere_wherever_a_swap_is_cut_off(tmp_path, monkeypatch, step):
    """The process dies before any one of the calls that change folders, while the current release is replaced."""
    current, target = tmp_path / "current", tmp_path / "releases" / "1"
    publish_folder(make(tmp_path / "releases" / ".1.partial", "old"), target, current)
    make(tmp_path / "releases" / ".1.partial", "new")
    calls = 0

    class Died(BaseException):
        pass

    def dying(call):
        def _call(*args, **more):
            nonlocal calls
            calls += 1
            if calls > step:
                raise Died
            return call(*args, **more)

        return _call

    for name in ("rename", "replace", "symlink", "unlink"):
        monkeypatch.setattr(os, name, dying(getattr(os, name)))
    monkeypatch.setattr("shutil.rmtree", dying(shutil.rmtree))
    monkeypatch.setattr("shutil.copytree", dying(shutil.copytree))
    with contextlib.suppress(Died):
        publish_folder(tmp_path / "releases" / ".1.partial", target, current)
    monkeypatch.undo()
    assert (current / "content.txt").read_text() in ("old", "new")


@pytest.mark.slow
def test_reader_sees_the_old_text_or_the_new_one(tmp_path):
    path, is_done, seen = tmp_path / "status.json", threading.Event(), set()
    write_text(path, json.dumps(["x" * 10]))

    def read():
        while not is_done.is_set():
            seen.add(len(json.loads(path.read_text())[0]))

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(200):
        write_text(path, json.dumps(["x" * (10 if number % 2 else 100_000)]))
    is_done.set()
    reader.join()
    assert seen <= {10, 100_000}
    assert os.listdir(tmp_path) == ["status.json"]


def test_text_that_cannot_be_written_leaves_the_old_one(tmp_path):
    path = tmp_path / "status.json"
    write_text(path, "old")
    with pytest.raises(UnicodeEncodeError):
        write_text(path, "\udcff")
    assert path.read_text() == "old" and os.listdir(tmp_path) == ["status.json"]
