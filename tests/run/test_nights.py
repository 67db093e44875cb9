"""The synthetic hospital lives on from night to night, and each night's release is what a data folder that begins that night would hold.

Patients come, are treated, scanned and read, and die; results that were typed wrong are corrected. In between a file is sent a second time
in another order, half a file comes, a patient withdraws, questions are answered by day, and the program changes. `NIGHTS` says how many
nights there are (4); `pytest -s` prints them.
"""

import gzip
import json
import os
import re
import shutil
import time
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from pipelines.synthetic.hospital import patient_number, write_drop
from pipelines.synthetic.nights import day_of
from tests.path_run import ROOT, Outputs, main, only_slowly
from tests.small_drop import signals_kept

pytestmark = pytest.mark.slow
NIGHTS = int(os.environ.get("NIGHTS", "4"))
DAYS_APART, PATIENTS = 9, 16
UPGRADED = 4  # the night before which the program changes
LABS = "labs_2023.csv.gz"


@dataclass(frozen=True)
class Night:
    """One night: what was done to its drop, how its run ended, and the tables of the current release, by file."""

    number: int
    what: str
    outputs: Outputs
    status: dict
    released: dict[str, bytes]
    from_scratch: dict[str, bytes] | None
    changed: dict[str, str]  # of the inputs, as the current release says
    queries: dict[str, str]  # the state of each query of the last run
    answered: list[str]  # the queries that were answered the day after
    seconds: float


def lab_lines(drop: Path) -> list[bytes]:
    return gzip.decompress((drop / LABS).read_bytes()).splitlines(keepends=True)


def send_again(drop: Path, data: Path) -> None:
    """Send the results of a year a second time, in another order and under another name."""
    head, *lines = lab_lines(drop)
    (drop / "labs_2023_again.csv.gz").write_bytes(gzip.compress(b"".join([head, *reversed(lines)])))


def send_half(drop: Path, data: Path) -> None:
    """Send half of the results of a year, and that twice."""
    head, *lines = lab_lines(drop)
    half = lines[: len(lines) // 2]
    (drop / LABS).write_bytes(gzip.compress(b"".join([head, *half])))
    (drop / "labs_2023_again.csv.gz").write_bytes(gzip.compress(b"".join([head, *half[:-1]])))


def withdraw(drop: Path, data: Path) -> None:
    """Put one more patient on the list of those who have withdrawn."""
    path = data / "restricted" / "withdrawn.csv"
    known = path.read_text(encoding="utf-8") if path.is_file() else "number,day,scope\n"
    path.write_text(f"{known}{patient_number(known.count(chr(10)))},2023-06-01,all\n", encoding="utf-8")


WHAT = {2: send_again, 3: send_half, 4: withdraw}  # by the number of the night, of six


def queries_of(data: Path) -> dict[str, str]:
    """Return the state of each query of the last run that was shown."""
    return {row["query_no"]: row["state"] for row in pl.read_parquet(data / "restricted" / "current" / "queries.parquet").to_dicts()}


def answer_some(data: Path, day: str) -> list[str]:
    """Answer the first queries of each list: it is right as it is; return which."""
    assert main(["queries", "--data", str(data)]) == 0
    answered = []
    for path in sorted((data / "restricted" / "queries").glob("queries_*.xlsx")):
        book = openpyxl.load_workbook(path)
        sheet = book.worksheets[0]
        titles = {cell.value: cell.column for cell in sheet[1]}
        for row in range(2, min(sheet.max_row, 3) + 1):
            answered.append(sheet.cell(row, titles["Query"]).value)
            for title, value in {"ANSWER": "right as it is", "By": "Kim", "Date": day}.items():
                sheet.cell(row, titles[title]).value = value
        book.save(path)
        assert main(["answers", str(path), "--data", str(data)]) == 0
    return answered


def change_program(patch: pytest.MonkeyPatch) -> None:
    """Let every digest of the code be another one, as after an upgrade that changes no result."""
    for module in ("pipelines.release.inputs", "pipelines.run.publish"):
        patch.setattr(f"{module}.digest_of_code", lambda *parts: f"upgraded {parts}")


def tables_of(data: Path) -> dict[str, bytes]:
    """Return the accepted and cohort tables of the current release."""
    release = data / "registry" / "current"
    paths = [path for layer in ("accepted", "cohort") for path in (release / layer).glob("*.parquet")]
    return {path.relative_to(release).as_posix(): path.read_bytes() for path in sorted(paths)}


def ingest(drop: Path, data: Path, config: Path, day: str) -> int:
    return only_slowly(main(["ingest", "--drop", str(drop), "--data", str(data), "--config", str(config), "--as-of", day]))


@pytest.fixture(scope="module")
def nights(tmp_path_factory):
    """Live all nights; of those that are published, take the same drop into an empty data folder, too."""
    folder = tmp_path_factory.mktemp("nights")
    config, data = folder / "registry.toml", folder / "data"
    text = (ROOT / "registry.toml").read_text(encoding="utf-8")
    config.write_text(re.sub(r"(?m)^further = .*$", "further = []", text), encoding="utf-8")  # what takes long and is not compared
    lived = []
    with signals_kept(), pytest.MonkeyPatch.context() as patch:
        for number in range(1, NIGHTS + 1):
            drop, scratch = folder / f"drop_{number}", folder / f"scratch_{number}"
            day = day_of(1 + DAYS_APART * (number - 1)).isoformat()
            write_drop(drop, patients=PATIENTS, night=1 + DAYS_APART * (number - 1))
            change, began = WHAT.get(number % 6), time.process_time()
            if change:
                change(drop, data)
            if number == UPGRADED:
                change_program(patch)
            code = ingest(drop, data, config, day)
            status = json.loads((data / "out" / "status.json").read_text(encoding="utf-8"))
            fresh = None
            if code == 0:
                (scratch / "restricted").mkdir(parents=True)
                if (data / "restricted" / "withdrawn.csv").is_file():
                    shutil.copy(data / "restricted" / "withdrawn.csv", scratch / "restricted")
                assert ingest(drop, scratch, config, day) == 0
                fresh = tables_of(scratch)
            what = change.__name__.replace("_", " ") if change else ""
            seconds = time.process_time() - began
            record = json.loads((data / "registry" / "current" / "record.json").read_text(encoding="utf-8"))
            queries = queries_of(data)
            answered = answer_some(data, day) if number % 6 == 1 else []
            lived.append(
                Night(number, what, Outputs(data, code), status, tables_of(data), fresh, record["changed"], queries, answered, seconds)
            )
            shutil.rmtree(scratch, ignore_errors=True)
            shutil.rmtree(drop)
            said = (day, status["state"], what, *status["changes"], f"{seconds:.0f} s")
            print(" · ".join(filter(None, said)))
    return lived


def test_the_good_nights_are_published_and_the_bad_one_is_not(nights):
    assert [night.status["state"] for night in nights] == ["stopped" if night.what == "send half" else "published" for night in nights]


def test_each_release_is_what_an_empty_data_folder_would_hold(nights):
    for night in nights:
        if night.from_scratch is not None:
            assert night.released.keys() == night.from_scratch.keys()
            assert [name for name, content in night.released.items() if content != night.from_scratch[name]] == [], night.number


def test_the_bad_night_changes_nothing_and_says_what_is_missing(nights):
    for before, night in pairwise(nights):
        if night.what == "send half":
            assert night.released == before.released and night.status["release"] is None
            assert "CP-014 on labs" in night.status["message"] or "CP-028" in night.status["message"]
            assert any("lost" in sentence and "labs_*.csv.gz" in sentence for sentence in night.status["changes"])


def test_what_is_sent_again_is_not_said_to_have_come(nights):
    whole = [night for night in nights if night.what == "send again"]
    for night in whole:
        assert not any(" lost " in sentence for sentence in night.status["changes"])
        assert night.status["tables"]["labs"]["duplicates"] > 100


def test_who_withdraws_is_gone_and_nobody_is_missed(nights):
    for before, night in pairwise(nights):
        if night.what == "withdraw":
            assert night.status["findings"].get("CP-016", 0) == 0
            assert not any(" lost " in sentence for sentence in night.status["changes"])
            assert night.status["tables"]["patients"]["read"] < before.status["tables"]["patients"]["read"] + 2


def test_what_was_answered_is_not_asked_again(nights):
    answered = {query for night in nights for query in night.answered}
    assert answered
    for night in nights[1:]:
        before = {query for one in nights[: night.number - 1] for query in one.answered}
        asked = {query for query in before if night.queries.get(query) in ("open", "answered")}
        assert asked == set(), night.number
        assert before & {query for query, state in night.queries.items() if state == "accepted"}


def test_a_program_that_changed_is_said_to_have_and_makes_the_same(nights):
    for night in nights:
        if night.status["state"] == "published":
            assert ("program" in night.changed) == (night.number == UPGRADED), night.number
