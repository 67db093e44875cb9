"""Seven nights with the queries of Riverside: what came back, what stayed silent, what opened again; each night's drop is a copy, changed.

`pytest -s` prints the table of the week.
"""

import json
import os
import re
import shutil
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl
import pytest

from pipelines.__main__ import main
from tests.path_run import ROOT, run_path
from tests.run.replayed_answers import fill_in
from tests.small_drop import signals_kept

HOSPITAL = Path(os.environ.get("RIVERSIDE", ROOT.parent / "shared" / "cases" / "riverside"))
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (HOSPITAL / "truth.json").is_file(),
        reason=f"the invented hospital is not part of the project; put it into {HOSPITAL}, or name its folder in RIVERSIDE",
    ),
]
HEADINGS = ("night", "state", "open", "new", "again", "closed", "answered", "accepted", "patients")


@dataclass
class Week:
    """The hospital's drop and data folder, and what each night came to."""

    folder: Path
    nights: list[tuple] = field(default_factory=list)

    def __post_init__(self):
        self.drop, self.data, self.config = self.folder / "drop", self.folder / "data", self.folder / "riverside.toml"
        shutil.copytree(HOSPITAL / "drop", self.drop)
        for path in (self.drop, *self.drop.iterdir()):
            path.chmod(0o755)
        settings = (ROOT / "examples" / "riverside.toml").read_text(encoding="utf-8")
        text = settings.replace("[study]", '[identity]\nkey_file = "public"\n\n[study]', 1)
        self.config.write_text(text + "\n[analysis]\nfurther = []\n" if "[analysis]" not in text else text, encoding="utf-8")

    def night(self, name: str) -> dict[str, str]:
        """Live a night; return how the queries moved: what they ask → from → to."""
        before = len(self.log())
        outputs = run_path(self.data, drop=self.drop, config=self.config)
        moves = self.log()[before:]
        is_stopped = outputs.status["state"] == "stopped"
        counts = {} if is_stopped else json.loads((self.data / "out" / "results.json").read_text(encoding="utf-8"))["queries"]
        opened = Counter((move.get("state_from"), move["state_to"]) for move in moves)
        again = sum(count for (old, new), count in opened.items() if new == "open" and old)
        closed = sum(count for (_, new), count in opened.items() if new == "closed")
        cohort = "–" if is_stopped else outputs.status["cohort"]["n"]
        self.nights.append((name, outputs.status["state"], counts.get("open", "–"), opened[None, "open"], again, closed,
                            counts.get("answered", "–"), counts.get("accepted", "–"), cohort))  # fmt: skip
        return {move["query_no"]: f"{move.get('state_from')} → {move['state_to']}" for move in moves}

    def log(self) -> list[dict]:
        path = self.data / "restricted" / "queries" / "log.ndjson"
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.is_file() else []

    def queries(self) -> list[dict]:
        return pl.read_parquet(self.data / "restricted" / "current" / "queries.parquet").to_dicts()

    def answer(self, answers: dict[str, dict[str, str]]) -> None:
        assert main(["queries", "--data", str(self.data)]) == 0
        lists = sorted((self.data / "restricted" / "queries").glob("queries_*.xlsx"))
        assert fill_in(lists, answers) == len(answers)
        for path in lists:
            assert main(["answers", str(path), "--data", str(self.data)]) == 0

    def give_dose(self, query: dict, dose: int) -> None:
        """Write another dose into the line of the extract that a query is about."""
        path = self.drop / query["source_file"]
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        place = query["source_row"] - 1
        assert f" {dose_of(query)} mg" in lines[place]
        lines[place] = lines[place].replace(f" {dose_of(query)} mg", f" {dose} mg")
        path.write_text("".join(lines), encoding="utf-8")

    def print(self) -> None:
        rows = [HEADINGS, *self.nights]
        widths = [max(len(str(row[place])) for row in rows) for place in range(len(HEADINGS))]
        print("", *("  ".join(str(cell).ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows), sep="\n")


def dose_of(query: dict) -> str:
    return re.search(r"dose=([0-9]+)", query["raw"])[1]


def change_csv(path: Path, change) -> None:
    """Change the lines below the header of a CSV file."""
    content = path.read_bytes()
    codec = "utf-8-sig" if content.startswith(b"\xef\xbb\xbf") else "utf-8"
    head, *lines = content.decode(codec).splitlines(keepends=True)
    path.write_bytes("".join([head, *change(lines)]).encode(codec))


@pytest.fixture(scope="module")
def week(tmp_path_factory):
    week = Week(tmp_path_factory.mktemp("week"))
    with signals_kept():
        yield week
    week.print()


def test_seven_nights(week):
    # Monday: everything is new
    opened = week.night("Monday: first drop")
    asks = [query for query in week.queries() if query["state"] == "open" and not query["hangs_on"]]
    assert opened and set(opened.values()) == {"None → open"}

    # Tuesday: a third is right as it is, a third is corrected in the EMR, and nothing else has come; a file is sent twice
    right, corrected = asks[::3], asks[1::3]
    answers = {query["query_no"]: {"ANSWER": "right as it is"} for query in right if query["level"] != "reject"}
    waiting = {
        query["query_no"]: {"ANSWER": "corrected in EMR"} for query in (*corrected, *(one for one in right if one["level"] == "reject"))
    }
    week.answer(answers | waiting)
    name = next(week.drop.glob("last_seen*.csv"))
    shutil.copyfile(name, name.with_name(f"{name.stem}_again.csv"))
    assert week.night("Tuesday: answers; a file twice") == {}, "what is accepted is silent, what is answered waits"
    name.with_name(f"{name.stem}_again.csv").unlink()

    # Wednesday: the same drop, nothing new
    assert week.night("Wednesday: the same drop") == {}
    assert {query["state"] for query in week.queries()} >= {"accepted", "answered"}

    # Thursday: half of the deaths; the run is stopped, and no query is closed by what is not there
    deaths = week.drop / "death_registry.csv"
    whole = deaths.read_bytes()
    change_csv(deaths, lambda lines: lines[: len(lines) // 2])
    assert week.night("Thursday: half a file") == {} and week.nights[-1][1] == "stopped", "a run that is stopped moves nothing"
    deaths.write_bytes(whole)

    # Friday: the whole file again, with three doses corrected and three that were right as they are changed once more
    doses = [query for query in week.queries() if query["rule"] == "TX-001" and query["source_file"] == "chemo_orders.csv"]
    corrected, changed = ([query for query in doses if query["query_no"] in of][:3] for of in (waiting, answers))
    for query in corrected:
        per_m2, surface = re.search(r"\(([0-9.]+) mg/m2 x ([0-9.]+) m2", query["arithmetic"]).groups()
        week.give_dose(query, round(float(per_m2) * float(surface)))  # as planned
    for query in changed:
        week.give_dose(query, int(dose_of(query)) + 1)
    before = {query: state for query, state in states(week).items() if state in ("accepted", "answered")}
    moved = week.night("Friday: whole, six doses changed")
    assert {query["query_no"]: moved.get(query["query_no"]) for query in corrected} == {
        query["query_no"]: "answered → closed" for query in corrected
    }
    assert {query["query_no"]: moved.get(query["query_no"]) for query in changed} == {
        query["query_no"]: "accepted → open" for query in changed
    }
    assert {query: states(week)[query] for query in before if query not in moved} == {
        query: state for query, state in before.items() if query not in moved
    }, "all others stand where they stood before half a file came"

    # Saturday: one patient withdraws; his queries are no longer shown, and he is out of the cohort
    patient = next(query["patient"] for query in week.queries() if query["patient"] and query["state"] == "open")
    numbers = {query["patient"]: query["patient_number"] for query in week.queries()}
    (week.data / "restricted" / "withdrawn.csv").write_text(
        f"number,day,scope\n{numbers[patient] or patient},2024-12-01,all\n", encoding="utf-8"
    )
    week.night("Saturday: a patient withdraws")
    assert patient not in {query["patient"] for query in week.queries()}

    # Sunday: a rule is accepted as a whole
    rule = Counter(query["rule"] for query in week.queries() if query["state"] == "open" and query["level"] == "flag").most_common(1)[0][0]
    text = week.config.read_text(encoding="utf-8")
    week.config.write_text(f'{text}\n[rules."{rule}"]\naccepted = true\nreason = "it is so here"\n', encoding="utf-8")
    silent = week.night(f"Sunday: {rule} is accepted")
    assert silent and set(silent.values()) == {"open → accepted"} | ({"answered → accepted"} & set(silent.values()))
    assert {query["state"] for query in week.queries() if query["rule"] == rule} == {"accepted"}
    assert len(week.nights) == 7


def states(week: Week) -> dict[str, str]:
    """Return where each query stands after its last move."""
    return {move["query_no"]: move["state_to"] for move in week.log()}
