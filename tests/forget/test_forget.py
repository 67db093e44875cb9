"""A patient who has withdrawn from all is taken out of everything that is kept; what others have stays, to the letter."""

import gzip
import hashlib
import json
import re
import shutil
import zipfile
from pathlib import Path

import polars as pl
import pytest

from pipelines.__main__ import main
from pipelines.forget import clean_file as cleaning
from pipelines.raw.pseudonyms import pseudonym_of
from pipelines.release.published import is_published
from pipelines.release.sums import sign
from tests.small_drop import KEY, signals_kept
from tests.whole_path import faulty_release

pytestmark = pytest.mark.slow

NUMBER, OTHER = "00000001", "00000002"
PSEUDONYM, OF_OTHER = (pseudonym_of(number, bytes.fromhex(KEY)) for number in (NUMBER, OTHER))


@pytest.fixture
def hospital(tmp_path):
    """A hospital with a release, a second one before it, lists of queries, and a comment on another patient that names the first."""
    with signals_kept():
        made = faulty_release()
        folder = tmp_path / "hospital"
        shutil.copytree(made.folder, folder, symlinks=True)
        data = folder / "data"
        current = (data / "registry" / "current").resolve()
        for zone in (data / "registry" / "releases", data / "restricted" / "runs"):
            shutil.copytree(zone / current.name, zone / "2023-12-31-earlier")
        earlier = data / "registry" / "releases" / "2023-12-31-earlier"
        sign(earlier, json.loads((earlier / "manifest.json").read_text(encoding="utf-8")) | {"release": earlier.name})
        assert main(["queries", "--data", str(data)]) == 0
        log = data / "restricted" / "queries" / "log.ndjson"
        moves = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
        of_other = next(move for move in moves if move["patient"] == OF_OTHER)
        told = of_other | {"move_no": len(moves) + 1, "made_by": "Kim", "comment": f"mixed up with {NUMBER}"}
        log.write_text("".join(json.dumps(move) + "\n" for move in (*moves, told)), encoding="utf-8")
        (data / "restricted" / "trace.csv").write_text(f"patient,as_sent\n{PSEUDONYM},a\n{OF_OTHER},b\n", encoding="utf-8")
        (data / "restricted" / "withdrawn.csv").write_text(f"number,day,scope\n{NUMBER},2024-12-01,all\n", encoding="utf-8")
        yield folder


def forget(folder: Path, *more: str) -> int:
    arguments = ["--by", "Lee", "--data", str(folder / "data"), "--config", str(folder / "registry.toml")]
    return main(["forget", *arguments, "--key", str(folder / "patient_numbers.key"), *more])


def tree(data: Path) -> dict[str, str]:
    """Return the digest of every file."""
    files = [path for path in sorted(data.rglob("*")) if path.is_file() and path.name != "lock"]
    return {path.relative_to(data).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def texts(path: Path) -> list[str]:
    """Return all that can be read in a file, however it is packed."""
    if path.suffix == ".parquet":
        return [str(pl.read_parquet(path).rows())]
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            return [re.sub("<[^>]*>", " ", archive.read(name).decode(errors="replace")) for name in archive.namelist()]
    content = path.read_bytes()
    return [(gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content).decode(errors="replace")]


def files_naming(data: Path, *names: str) -> set[str]:
    """Return the files in which one of the names stands, but for the list that keeps the patient out."""
    pattern = re.compile("|".join(names))
    files = (path for path in data.rglob("*") if path.is_file() and path.name != "withdrawn.csv")
    return {path.relative_to(data).as_posix() for path in files if any(pattern.search(text) for text in texts(path))}


def keyed_numbers(data: Path) -> list[str]:
    rows = pl.read_parquet(data / "restricted" / "current" / "raw" / "imaging_reads.parquet")
    return rows.filter(pl.col("patient_id") == PSEUDONYM)["exam_id"].unique().to_list()


def test_a_patient_is_forgotten_and_others_are_not(hospital, capsys):
    data, before = hospital / "data", tree(hospital / "data")
    names = [PSEUDONYM, NUMBER, *keyed_numbers(data)]
    assert len(names) > 3 and len(files_naming(data, *names)) > 40
    others = {path: pl.read_parquet(data / path) for path in before if path.endswith("accepted/labs.parquet")}

    assert forget(hospital, "--dry-run") == 0
    assert tree(data) == before, "a dry run changes nothing"
    said = capsys.readouterr().err
    assert "Patients who have withdrawn from all: 1" in said and "releases that would be signed again: 2" in said

    assert forget(hospital) == 0
    assert "none names them any more" in capsys.readouterr().err
    assert files_naming(data, *names) == set()
    for path, rows in others.items():
        kept = pl.read_parquet(data / path)
        assert kept.equals(rows.filter(pl.col("patient_id") != PSEUDONYM)) and 0 < kept.height < rows.height

    # releases are signed again and marked; what they printed stays
    for release in sorted((data / "registry" / "releases").iterdir()):
        assert is_published(release, release.name)
        assert "had withdrawn" in (release / "forgotten.txt").read_text(encoding="utf-8")
        printed = [path for path in before if path.startswith(f"registry/releases/{release.name}/results")]
        assert printed and all(tree(data)[path] == before[path] for path in printed)

    # the log keeps the numbers of queries, which are given once, and what is of others
    moves = [json.loads(line) for line in (data / "restricted" / "queries" / "log.ndjson").read_text(encoding="utf-8").splitlines()]
    assert [move["move_no"] for move in moves] == list(range(1, len(moves) + 1))
    assert {move["query_no"] for move in moves if move.get("why") == "forgotten"}
    assert moves[-1]["comment"] == "(forgotten)" and moves[-1]["patient"] == OF_OTHER

    # the protocol says what, where, when and by whom, and names nobody
    protocol = (data / "restricted" / "forgotten.csv").read_text(encoding="utf-8")
    assert protocol.startswith("day,by,patients,where,what,count\n") and ",Lee,1,restricted/queries/log.ndjson,moves blanked," in protocol

    after = tree(data)
    assert forget(hospital) == 0
    assert tree(data) == after, "once more changes nothing"


@pytest.mark.parametrize("writes", [0, 7, 30, 60])
def test_killed_midway_the_same_call_ends_the_same(hospital, tmp_path, monkeypatch, writes):
    twin = tmp_path / "twin"
    shutil.copytree(hospital, twin, symlinks=True)
    assert forget(twin) == 0

    write, count = cleaning.Cleaned.write, iter(range(1000))

    def write_or_die(cleaned):
        if next(count) == writes:
            raise KeyboardInterrupt
        write(cleaned)

    with monkeypatch.context() as patch:
        patch.setattr(cleaning.Cleaned, "write", write_or_die)
        assert forget(hospital) != 0
    assert (hospital / "data" / "restricted" / "forget_plan.json").is_file()
    assert forget(hospital) == 0
    assert tree(hospital / "data") == tree(twin / "data")


def test_the_next_run_goes_on_without_the_patient(hospital):
    assert forget(hospital) == 0
    data = hospital / "data"
    arguments = ["--drop", str(hospital / "drop"), "--config", str(hospital / "registry.toml"), "--data", str(data)]
    assert main(["ingest", *arguments]) == 0
    assert files_naming(data, PSEUDONYM) == set()
    numbers = [json.loads(line) for line in (data / "restricted" / "queries" / "log.ndjson").read_text(encoding="utf-8").splitlines()]
    forgotten = {move["query_no"] for move in numbers if move.get("why") == "forgotten"}
    assert forgotten.isdisjoint(move["query_no"] for move in numbers if move.get("why") != "forgotten"), "no number is given again"


def test_without_a_line_in_the_list_nobody_is_forgotten(hospital, capsys):
    path, before = hospital / "data" / "restricted" / "withdrawn.csv", tree(hospital / "data")
    path.write_text(f"number,day,scope\n{NUMBER},2024-12-01,future use only\n", encoding="utf-8")
    assert forget(hospital) == 2
    assert 'has withdrawn from "all"' in capsys.readouterr().err
    path.write_text(f"number,day,scope\n{NUMBER},2024-12-01,all\n", encoding="utf-8")
    assert tree(hospital / "data") == before


def test_a_release_that_is_not_whole_is_not_signed(hospital, capsys):
    data = hospital / "data"
    (data / "registry" / "releases" / "2023-12-31-earlier" / "results.json").write_text("{}", encoding="utf-8")
    before = tree(data)
    assert forget(hospital) == 2
    assert "are not signed again" in capsys.readouterr().err and tree(data) == before
