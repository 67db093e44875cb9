"""The doctor says of a data folder what is well and what to do about the rest; it changes nothing, and never shows a key."""

import datetime as dt
import fcntl
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.__main__ import main
from pipelines.doctor import data_folder, program
from pipelines.doctor.check import Check, lines_of
from pipelines.run.lock import only_run
from pipelines.settings.zones import Zones, open_zones
from tests.path_run import ROOT

NOW = dt.datetime(2025, 1, 10)


@pytest.fixture
def zones(tmp_path):
    return open_zones(tmp_path / "data")


def write(path: Path, content: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def test_no_line_is_wider_than_a_terminal():
    lines = list(lines_of(Check("last runs", "ill", "word " * 40, "mend " * 40)))
    assert max(map(len, lines)) <= 80 and lines[0].startswith("✗ last runs   word")
    assert sum("→" in line for line in lines) == 1


def test_the_packages_are_held_against_the_lock(tmp_path):
    from importlib.metadata import version

    lock = write(
        tmp_path / "requirements.lock", f"polars=={version('polars')} \\\n    --hash=sha256:00\npywin32==1 ; sys_platform == 'no'\n"
    )
    assert program.look_at_packages(lock).state == "well", "that of another system is not asked for"
    write(lock, "polars==0.0.1 \\\nno-such-package==1.0\n")
    said = program.look_at_packages(lock)
    assert said.state == "ill" and "1 not installed (no-such-package), 1 of another version (polars)" in said.said


def test_settings_that_cannot_be_used_are_ill(tmp_path):
    said, settings = program.look_at_settings(write(tmp_path / "registry.toml", '[registry]\nnmae = "A"\n'))
    assert said.state == "ill" and settings is None and "nmae" in said.said
    said, settings = program.look_at_settings(ROOT / "registry.toml")
    assert said.state == "well" and settings.registry.name in said.said


def test_what_others_can_read_is_ill(zones):
    assert [check.state for check in data_folder.look_at_zones(zones)] == ["well"]
    write(zones.restricted / "findings.csv", "a").chmod(0o640)
    (said,) = data_folder.look_at_zones(zones)
    assert said.state == "ill" and said.to_do == f"chmod -R go= {zones.restricted}"


def test_without_a_run_there_is_nothing_to_look_at(tmp_path):
    zones = Zones(tmp_path / "nowhere")
    checks = [*data_folder.look_at_zones(zones), data_folder.look_at_release(zones), data_folder.look_at_runs(zones, NOW)]
    assert [check.state for check in checks] == ["look"] * 3
    assert data_folder.look_at_lock(zones).state == data_folder.look_at_queries(zones).state == "well"
    assert not zones.data.exists()


@pytest.mark.parametrize(
    ("mode", "text", "state"),
    [
        (0o600, "5a" * 32, "well"),
        (0o644, "5a" * 32, "ill"),  # others can read it
        (0o600, "secret", "ill"),
        (None, "", "look"),  # there is none yet
    ],
)
def test_the_key_is_there_and_is_never_shown(zones, mode, text, state):
    _, settings = program.look_at_settings(ROOT / "registry.toml")
    if mode:
        write(zones.key, text).chmod(mode)
    said = data_folder.look_at_key(zones, ROOT / "registry.toml", settings)
    assert said.state == state and (not text or text not in f"{said.said} {said.to_do}")


def test_another_key_than_that_of_the_releases_is_ill(zones):
    _, settings = program.look_at_settings(ROOT / "registry.toml")
    write(zones.key, "5a" * 32).chmod(0o600)
    write(zones.registry / "current" / "manifest.json", {"inputs": {"key": "0123456789abcdef"}})
    said = data_folder.look_at_key(zones, ROOT / "registry.toml", settings)
    assert said.state == "ill" and "is not the key of the releases" in said.said


@pytest.mark.parametrize(("free_mb", "kept_mb", "state"), [(500, 0, "well"), (499, 0, "ill"), (900, 300, "well"), (899, 300, "ill")])
def test_three_times_what_the_last_run_kept_should_be_free(zones, monkeypatch, free_mb, kept_mb, state):
    monkeypatch.setattr("pipelines.run.room.shutil.disk_usage", lambda folder: type("Usage", (), {"free": free_mb * 1e6}))
    with write(zones.registry / "current" / "labs.parquet", "").open("wb") as file:
        file.truncate(kept_mb * 1_000_000)
    assert data_folder.look_at_room(zones).state == state


def test_a_run_that_is_at_work_is_named_by_its_process(zones):
    with write(zones.restricted / "lock", str(os.getpid())).open("r+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        asked = "from pipelines.doctor.data_folder import *; import sys; print(look_at_lock(Zones(Path(sys.argv[1]))).said)"
        done = subprocess.run([sys.executable, "-c", asked, str(zones.data)], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == f"a run is at work (process {os.getpid()})"
    assert data_folder.look_at_lock(zones).state == "well"


@pytest.mark.parametrize(
    ("state", "days", "outcome"), [("published", 3, "well"), ("published", 4, "look"), ("stopped", 0, "ill"), ("failed", 0, "ill")]
)
def test_what_the_last_run_came_to(zones, state, days, outcome):
    path = write(zones.out / "status.json", {"state": state, "message": "stopped by CP-020\non patients"})
    at = (NOW - dt.timedelta(days=days)).timestamp()
    os.utime(path, (at, at))
    said = data_folder.look_at_runs(zones, NOW)
    assert said.state == outcome and ("stopped by CP-020 on patients" in said.said) == (outcome == "ill")


def test_a_run_that_was_killed_is_ill_and_one_at_work_is_well(zones):
    write(zones.out / "status.json", {"state": "running", "pid": 4711, "begun": "2026-01-01T02:00:00+09:00"})
    assert data_folder.look_at_runs(zones, NOW).state == "ill"
    with only_run(zones.restricted / "lock"):
        assert data_folder.look_at_runs(zones, NOW).state == "well"


def test_a_log_that_cannot_be_read_is_ill(zones):
    write(zones.restricted / "queries" / "log.ndjson", '{"move_no": 1}\n')
    assert data_folder.look_at_queries(zones).state == "ill"


def test_the_command_ends_with_1_where_something_is_ill(tmp_path, capsys):
    config = write(tmp_path / "registry.toml", "")
    assert main(["doctor", "--config", str(config), "--data", str(tmp_path / "data")]) == 1
    said = capsys.readouterr().out
    assert "✗ settings" in said and max(map(len, said.splitlines())) <= 80 and not (tmp_path / "data").exists()
