"""What is damaged of a release is put back from the one made again, and only if its bytes are those that the release names."""

import shutil

import pytest

from pipelines.release.compare import compare_releases
from pipelines.release.sums import sign, wrong_files
from pipelines.run.make_again import MadeAgain, mend_files
from tests.release.drawn_releases import three_nights

NAME = "2024-12-31-cccccccccccc"


@pytest.fixture
def both(tmp_path):
    """A release, and the same made again in another place."""
    release = three_nights(tmp_path).registry / "releases" / NAME
    shutil.copytree(release, tmp_path / "again" / NAME)
    again = MadeAgain(tmp_path / "again" / NAME, 5, (), {}, compare_releases(release, release))
    return release, again


def damage(path):
    path.write_bytes(path.read_bytes()[:-3] + b"???")


@pytest.mark.parametrize(
    "damaged",
    [["results.json"], ["manifest.json"], ["SHA256SUMS"], ["manifest.json", "results/report.html"], ["SHA256SUMS", "record.json"]],
    ids=" and ".join,
)
def test_what_is_damaged_is_put_back(both, damaged):
    release, again = both
    for name in damaged:
        damage(release / name)
    assert wrong_files(release) != []
    assert mend_files(release, again, damaged) == [] and wrong_files(release) == []


def test_a_lost_folder_is_made(both):
    release, again = both
    shutil.rmtree(release / "results")
    assert mend_files(release, again, wrong_files(release)) == [] and wrong_files(release) == []


def test_other_bytes_are_never_put_in_the_place_of_those_that_are_named(both):
    release, again = both
    damage(release / "results.json")
    (again.folder / "results.json").write_text("{}")
    before = (release / "results.json").read_bytes()
    assert mend_files(release, again, ["results.json"]) == ["results.json"]
    assert (release / "results.json").read_bytes() == before


def test_the_signature_of_another_release_is_not_taken(both):
    """Code that has changed gives another id, whose manifest is not this release's."""
    release, again = both
    other = again.folder.rename(again.folder.with_name("2024-12-31-dddddddddddd"))
    sign(other, {"release": other.name})
    damage(release / "manifest.json")
    again = MadeAgain(other, again.files, again.different, again.code, again.compared)
    assert mend_files(release, again, ["manifest.json"]) == ["manifest.json"]
