"""Every query of the invented hospital is answered in its workbook as the truth has it: then the cohort is that of the clean twin."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from pipelines.__main__ import main
from pipelines.synthetic.hospital import write_drop
from tests.path_run import ROOT, run_path
from tests.run.replayed_answers import Hospital, asked, fill_in, values_to_give, what
from tests.small_drop import signals_kept

pytestmark = pytest.mark.slow

RIGHT, CORRECTED = {"ANSWER": "right as it is"}, {"ANSWER": "corrected in EMR"}


@dataclass
class Replay:
    """The data folders of the dirty hospital and its twin, and what was done."""

    data: Path
    twin: Path
    counts: dict[str, int] = field(default_factory=dict)
    gone: list[dict[str, Any]] = field(default_factory=list)  # what was asked because the corrections took rows away
    settled: bytes = b""  # the log after the fourth night

    @property
    def lists(self) -> list[Path]:
        return sorted((self.data / "restricted" / "queries").glob("queries_*.xlsx"))

    @property
    def log(self) -> bytes:
        return (self.data / "restricted" / "queries" / "log.ndjson").read_bytes()

    def answer(self, answers: dict[str, dict[str, str]]) -> None:
        """Write the lists, fill them in, and give them back."""
        assert main(["queries", "--data", str(self.data)]) == 0
        assert fill_in(self.lists, answers) == len(answers)
        self.give_back()

    def give_back(self) -> None:
        for path in self.lists:
            assert main(["answers", str(path), "--data", str(self.data)]) == 0


@pytest.fixture(scope="module")
def replay(tmp_path_factory):
    """Four nights: the drop as it is; with the values given; with what the hospital corrected itself; with what that took away accepted."""
    folder = tmp_path_factory.mktemp("replay")
    config = folder / "registry.toml"
    text, changed = re.subn(r"(?m)^further = .*$", "further = []", (ROOT / "registry.toml").read_text(encoding="utf-8"))
    assert changed == 1
    config.write_text(text, encoding="utf-8")
    replay, hospital = Replay(folder / "data", folder / "twin"), Hospital(folder / "sent")
    with signals_kept():
        write_drop(folder / "twin_drop", mode="twin")
        assert run_path(replay.twin, drop=folder / "twin_drop", config=config).exit_code == 0
        of_twin = {what(query) for query in asked(replay.twin)}

        assert run_path(replay.data, drop=hospital.send(), config=config).exit_code == 0
        found = asked(replay.data)
        values = values_to_give(replay.data, replay.twin)
        right = {query["query_no"]: RIGHT for query in found if what(query) in of_twin}
        replay.answer(values | right)
        replay.counts |= {"asks": sum(not query["hangs_on"] for query in found), "values": len(values), "right": len(right)}

        assert run_path(replay.data, drop=folder / "sent", config=config).exit_code == 0
        left = [query for query in asked(replay.data) if query["state"] in ("open", "answered")]
        hospital.mend(left)
        replay.answer({query["query_no"]: CORRECTED for query in left})
        replay.counts |= {"corrected patients": len(hospital.mended), "faults": len(hospital.cases)}

        # A read too many is one that a patient of the cohort loses: that the loss is right is said for this run.
        mended = text.replace('override_reason = ""', 'override_reason = "the hospital has mended its rows"\noverride_day = 2024-12-31')
        assert mended != text
        config.write_text(mended, encoding="utf-8")
        assert run_path(replay.data, drop=hospital.send(), config=config).exit_code == 0
        replay.gone = [query for query in asked(replay.data) if query["state"] == "open"]
        replay.answer({query["query_no"]: RIGHT for query in replay.gone})

        assert run_path(replay.data, drop=folder / "sent", config=config).exit_code == 0
        replay.settled = replay.log
        replay.give_back()
        assert run_path(replay.data, drop=folder / "sent", config=config).exit_code == 0
    print("replayed answers:", replay.counts)
    return replay


def test_the_cohort_is_that_of_the_twin_exactly(replay):
    ours, truth = (folder / "registry" / "current" / "cohort" for folder in (replay.data, replay.twin))
    assert _cells(ours / "patients.parquet") == _cells(truth / "patients.parquet")
    tables = sorted(path.name for path in truth.glob("*.parquet"))
    differ = [table for table in tables if _cells(ours / table) != _cells(truth / table)]
    assert not differ


def _cells(path: Path) -> list[str]:
    """Return the rows of a table without keys and what they decide: a row that was corrected here keeps the key of what was sent."""
    rows = pl.read_parquet(path)
    keyed = {name for name in rows.columns if name.endswith("row_key")}
    keyed |= {name for name in rows.columns if rows[name].dtype == pl.String and rows[name].str.contains("^[0-9a-f]{32}$").any()}
    if path.stem == "treatments":
        keyed.add("given")  # of several drugs of a day that of the first key
    return sorted(map(repr, rows.select(name for name in rows.columns if name not in keyed).rows()))


def test_nothing_is_left_to_ask(replay):
    assert {query["state"] for query in asked(replay.data)} <= {"accepted", "closed"}
    assert {what(query) for query in asked(replay.data) if query["state"] == "accepted"} == {what(query) for query in asked(replay.twin)}


def test_only_what_the_corrections_took_away_is_asked_about_anew(replay):
    """A read too many of a patient of the cohort, and a patient who was sent under two numbers."""
    assert sorted(query["rule"] for query in replay.gone) == ["CP-016", "CP-028"]


def test_the_same_answers_and_the_same_night_again_change_nothing(replay):
    assert replay.log == replay.settled


def test_most_is_mended_by_values_in_the_list(replay):
    """What no value in a list can mend: rows too many or too few, numbers of patients and exams, lines that cannot be read."""
    assert replay.counts["values"] >= 200
    assert replay.counts["corrected patients"] <= replay.counts["faults"] // 3
