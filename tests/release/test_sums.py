"""A release is signed: the manifest and `sha256sum -c` name every file, and a byte that is not as it was is found."""

import json
import subprocess

import pytest

from pipelines.release.sums import SUMS, sign, strange_files, wrong_files


@pytest.fixture
def release(tmp_path):
    (tmp_path / "cohort").mkdir()
    (tmp_path / "cohort" / "patients.csv").write_text("patient_id\n1\n")
    (tmp_path / "results.json").write_text("{}\n")
    sign(tmp_path, {"release": "2024-12-31-5a"})
    return tmp_path


def checked(folder):
    return subprocess.run(["sha256sum", "-c", "--quiet", SUMS], cwd=folder, capture_output=True, check=False).returncode == 0


def test_every_file_but_the_sums_themselves_is_named(release):
    named = [line.split("  ")[1] for line in (release / SUMS).read_text().splitlines()]
    assert named == ["cohort/patients.csv", "manifest.json", "results.json"]
    manifest = json.loads((release / "manifest.json").read_text())
    assert manifest["release"] == "2024-12-31-5a" and list(manifest["files"]) == ["cohort/patients.csv", "results.json"]
    assert wrong_files(release) == [] and checked(release)


@pytest.mark.parametrize("path", ["cohort/patients.csv", "results.json", "SHA256SUMS", "manifest.json"])
def test_a_byte_that_is_not_as_it_was_is_found(release, path):
    data = (release / path).read_bytes()
    (release / path).write_bytes(bytes([data[0] ^ 1]) + data[1:])
    assert wrong_files(release) == [path] and not checked(release)


def test_a_file_that_is_lost_is_found_and_a_strange_one_is_told_apart(release):
    (release / "results.json").unlink()
    (release / "notes.txt").write_text("")
    assert wrong_files(release) == ["results.json"] and strange_files(release) == ["notes.txt"]


def test_one_from_before_there_were_sums_has_its_manifest(release):
    (release / SUMS).unlink()
    assert wrong_files(release) == []


def test_signed_again_it_is_whole_again(release):
    (release / "results.json").write_text('{"a": 1}\n')
    assert wrong_files(release) == ["results.json"]
    sign(release, json.loads((release / "manifest.json").read_text()))
    assert wrong_files(release) == [] and checked(release)
