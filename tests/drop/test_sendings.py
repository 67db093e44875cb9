"""What lies in a drop where a source sends changes: all that it sent before, each sending under its number, and what is new."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import pytest

from pipelines.drop.inventory import Drop, inventory_drop, list_files
from pipelines.drop.sendings import SentBefore, with_sendings
from pipelines.settings.sections import Settings

SETTINGS = Settings.model_validate(
    {
        "registry": {"name": "Drawn"},
        "sources": {
            "emr": {"sends": "changes", "tables": {"labs": {"files": ["labs*"]}, "patients": {"files": ["all*.zip"]}}},
            "radiology": {"tables": {"lesions": {"files": ["lesions*"]}}},
        },
    }
)


def kept(folder: Path, path: str, content: str, number: int) -> SentBefore:
    """Keep a file of a sending, as the store does: under the hash of its bytes."""
    digest = hashlib.sha256(content.encode()).hexdigest()
    place = folder / "store" / digest
    place.parent.mkdir(exist_ok=True)
    place.write_text(content)
    return SentBefore(path, digest, number, place)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "drop").mkdir()
    return tmp_path


def drop_of(folder: Path, before: Sequence[SentBefore] = (), **files: str) -> Drop:
    """Write the files of a drop and return what it holds."""
    for name, content in files.items():
        (folder / "drop" / f"{name}.csv").write_text(content)
    return with_sendings(inventory_drop(folder / "drop", SETTINGS), SETTINGS, {"emr": before})


def labs(drop: Drop) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in list_files(drop, ["labs*"], "emr")}


def test_the_first_sending_is_number_one_and_other_sources_are_as_ever(folder):
    drop = drop_of(folder, labs="a", lesions="b", letter="c")
    assert {file.name: (file.source, file.is_claimed) for file in drop.files} == {
        "sending 00001/labs.csv": ("emr", True),
        "lesions.csv": ("", True),
        "letter.csv": ("", False),
    }
    assert [file.name for file in list_files(drop, ["lesions*"])] == ["lesions.csv"]


def test_tonights_files_come_to_those_of_before_under_the_next_number(folder):
    before = [kept(folder, "labs.csv", "first", 1), kept(folder, "labs.csv", "second", 2)]
    drop = drop_of(folder, before, labs="third", labs_more="more")
    assert labs(drop) == {
        "sending 00001/labs.csv": b"first",
        "sending 00002/labs.csv": b"second",
        "sending 00003/labs.csv": b"third",
        "sending 00003/labs_more.csv": b"more",
    }


@pytest.mark.parametrize(
    ("tonight", "number"),
    [
        ("second", None),  # it lies there still
        ("first", 3),  # it was right before: sent anew
        ("third", 3),
    ],
)
def test_a_file_that_lies_there_still_is_not_taken_twice(folder, tonight, number):
    before = [kept(folder, "labs.csv", "first", 1), kept(folder, "labs.csv", "second", 2)]
    found = labs(drop_of(folder, before, labs=tonight))
    assert len(found) == (3 if number else 2)
    assert not number or found[f"sending {number:05}/labs.csv"] == tonight.encode()


def test_a_drop_with_nothing_new_is_what_it_was(folder):
    first = drop_of(folder, [kept(folder, "labs.csv", "first", 1)], labs="second")
    (folder / "drop" / "labs.csv").unlink()
    again = drop_of(folder, [kept(folder, "labs.csv", "first", 1), kept(folder, "labs.csv", "second", 2)])
    assert again.hashes == first.hashes and [file.shown for file in again.files] == [file.shown for file in first.files]


def test_a_file_with_a_fault_is_told_as_ever(folder):
    (folder / "drop" / "labs.csv").symlink_to("nowhere")
    (file,) = drop_of(folder).files
    assert file.fault and file.name == "labs.csv"
