"""Fault injection: every kind of fault, in many invented hospitals, against the rule that must find it.

For every seed a dirty drop and its twin without faults go through the gates (loading, staging, gate, cohort, gate); every fault of a whole
drop goes through the whole path after a good release, in fewer hospitals, for it does not depend on the patients. Run as `make faults`;
the exit code is 1 if a bar is missed.
"""

import argparse
import atexit
import csv
import io
import json
import multiprocessing
import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.synthetic.hospital import patient_number, write_drop
from tests.faults.drop_faults import DROP_KINDS, DropKind
from tests.faults.injection_report import write_report
from tests.faults.listed_findings import LISTED_FINDINGS

SETTINGS = Path(__file__).resolve().parents[2] / "registry.toml"
LEAST_FOUND = 0.99
SMALL = 12  # patients of the hospital in which a whole drop goes wrong


@dataclass
class Tally:
    """What came of some seeds: faults planted and found by kind, rules that raised them besides, and findings where no fault was."""

    planted: Counter = field(default_factory=Counter)
    found: Counter = field(default_factory=Counter)
    also: dict[str, Counter] = field(default_factory=dict)  # kind -> rule -> faults
    missed: list[tuple[str, int]] = field(default_factory=list)  # kind, seed
    of_no_fault: Counter = field(default_factory=Counter)  # rule, in dirty drops, at patients without a fault
    of_drop: Counter = field(default_factory=Counter)  # rule, in dirty drops, about no patient
    of_twin: Counter = field(default_factory=Counter)  # rule, in twins, beyond the listed findings
    twins: int = 0

    def add(self, other: "Tally") -> None:
        """Add what came of other seeds."""
        for name in ("planted", "found", "of_no_fault", "of_drop", "of_twin"):
            getattr(self, name).update(getattr(other, name))
        for kind, rules in other.also.items():
            self.also.setdefault(kind, Counter()).update(rules)
        self.missed += other.missed
        self.twins += other.twins

    @property
    def passes(self) -> bool:
        """Whether the bars are met: 99 % found, none missed in every seed, and no finding where no fault is."""
        never = [kind for kind in self.planted if not self.found[kind]]
        enough = self.found.total() >= LEAST_FOUND * self.planted.total()
        return enough and not never and not self.of_no_fault and not self.of_twin


def run_path(drop: Path, data: Path) -> int:
    """Take a drop through the whole path in silence."""
    from pipelines.__main__ import main

    with redirect_stdout(io.TextIOWrapper(io.BytesIO())), redirect_stderr(io.TextIOWrapper(io.BytesIO())):
        return main(["ingest", "--drop", str(drop), "--data", str(data), "--config", str(SETTINGS)])


def findings_of(drop: Path, folder: Path) -> list[dict]:
    """Return what the gates find in a drop, by the same steps as in a run."""
    from pipelines.drop.inventory import inventory_drop
    from pipelines.findings.build_findings import build_findings
    from pipelines.raw.key_file import OPEN_KEY
    from pipelines.raw.load_drop import load_drop
    from pipelines.release.last_release import LastRelease
    from pipelines.run.layers import Conditions
    from pipelines.run.progress import Progress
    from pipelines.run.rebuild import rebuild
    from pipelines.settings.load_settings import load_settings

    settings = load_settings(SETTINGS)
    with redirect_stderr(io.StringIO()):
        built = rebuild(
            lambda connection: load_drop(connection, inventory_drop(drop, settings), settings, OPEN_KEY, lambda rows: None),
            Conditions(settings, settings.registry.as_of, LastRelease()),
            Progress("lines"),
            folder / "spill",
        )
    build_findings(built.connection, "injection")
    columns = "rule, level, patient, source_file, sheet, source_row, raw, message, action"
    found = built.connection.sql(f"select {columns} from quarantine.findings").pl().to_dicts()
    built.connection.close()
    return found


def pseudonyms(numbers: list[str]) -> list[str]:
    """Return the pseudonyms of an invented hospital's patient numbers."""
    import polars as pl

    from pipelines.raw.key_file import OPEN_KEY
    from pipelines.raw.pseudonyms import pseudonymise

    return pseudonymise(pl.Series(numbers), OPEN_KEY, ".+")["patient_id"].to_list()


def is_listed(finding: dict, listed: set[tuple[str, str]]) -> bool:
    """Say whether the reconstructed cohort forces a finding, of a patient or (there being so many) of the table."""
    if finding["patient"] is None:
        return finding["rule"] in {rule for rule, _ in listed}
    return (finding["rule"], finding["patient"]) in listed


def listed_findings() -> set[tuple[str, str]]:
    """Return the listed findings as rule and pseudonym."""
    pairs = sorted(LISTED_FINDINGS)
    names = pseudonyms([patient_number(int(patient[1:])) for _, patient in pairs])
    return {(rule, name) for (rule, _), name in zip(pairs, names, strict=True)}


def found_in_dirty(seed: int) -> tuple[list[dict], list[dict]]:
    """Return the answer key of the dirty drop of a seed, and what the gates find in it."""
    with tempfile.TemporaryDirectory() as folder:
        drop = Path(folder) / "drop"
        write_drop(drop, mode="dirty", seed=seed)
        with drop.with_name("drop.answers.csv").open(encoding="utf-8", newline="") as file:
            answers = list(csv.DictReader(file))
        return answers, findings_of(drop, Path(folder))


def inject(seed: int) -> Tally:
    """Run the dirty drop of a seed and compare the findings with its answer key."""
    return judged(seed, *found_in_dirty(seed))


def judged(seed: int, answers: list[dict], findings: list[dict]) -> Tally:
    """Lead every finding back to the fault of its row or of its patient."""
    tally, listed = Tally(), listed_findings()
    places: dict[str, dict[str, set]] = {}  # kind -> place -> rows with their rule
    kind_of: dict = {}
    for answer in answers:
        row = (answer["file"], answer["sheet"], int(answer["row"]))
        places.setdefault(answer["kind"], {}).setdefault(answer["place"], set()).add((*row, answer["rule"]))
        numbers = answer["patients"].split()
        kind_of |= {row: answer["kind"]} | dict.fromkeys(pseudonyms(numbers), answer["kind"])
    found = {(each["source_file"], each["sheet"], each["source_row"], each["rule"]) for each in findings}
    for kind, rows in places.items():
        is_found = all(one & found for one in rows.values())
        tally.planted[kind] += 1
        tally.found[kind] += is_found
        tally.missed += [] if is_found else [(kind, seed)]
    besides = set()
    for each in findings:
        row = (each["source_file"], each["sheet"], each["source_row"])
        kind = kind_of.get(row) or kind_of.get(each["patient"])
        if kind is not None:
            if (*row, each["rule"]) not in set().union(*places[kind].values()):
                besides.add((kind, each["rule"]))
        elif each["patient"] is None:
            tally.of_drop[each["rule"]] += 1
        elif not is_listed(each, listed):
            tally.of_no_fault[each["rule"]] += 1
    for kind, rule in besides:
        tally.also.setdefault(kind, Counter())[rule] += 1
    return tally


def run_twin(seed: int) -> Tally:
    """Run the twin without faults of a seed's dirty drop, and count what is found beyond the listed findings."""
    with tempfile.TemporaryDirectory() as folder:
        drop = Path(folder) / "drop"
        write_drop(drop, mode="twin", seed=seed)
        findings = findings_of(drop, Path(folder))
    listed = listed_findings()
    return Tally(of_twin=Counter(each["rule"] for each in findings if not is_listed(each, listed)), twins=1)


def spoil_drops(seed: int) -> Tally:
    """Let a whole drop go wrong in every way, after a good one of the same hospital."""
    from pipelines.raw.key_file import SYNTHETIC_MARKER, make_key

    tally = Tally()
    with tempfile.TemporaryDirectory() as folder:
        good, data = Path(folder) / "good", Path(folder) / "data"
        write_drop(good, patients=SMALL, seed=seed)
        (good / SYNTHETIC_MARKER).unlink()  # only a hospital's drop is compared with its last release
        make_key(data / "restricted" / "key" / "patient_numbers.key")
        run_path(good, data)
        for kinds in drops_to_spoil():
            drop, own = Path(folder) / "drop", Path(folder) / "own"
            shutil.copytree(good, drop)
            shutil.copytree(data, own, symlinks=True)
            for kind in kinds:
                kind.spoil(drop)
            run_path(drop, own)
            findings = json.loads((own / "out" / "status.json").read_text(encoding="utf-8"))["findings"]
            for kind in kinds:
                tally.planted[kind.name] += 1
                tally.found[kind.name] += kind.rule in findings
                tally.missed += [] if kind.rule in findings else [(kind.name, seed)]
            besides = {rule for rule in findings if rule not in {kind.rule for kind in kinds} | {rule for rule, _ in LISTED_FINDINGS}}
            if len(kinds) == 1:
                tally.also[kinds[0].name] = Counter(besides)
            shutil.rmtree(drop)
            shutil.rmtree(own)
    return tally


def drops_to_spoil() -> list[list[DropKind]]:
    """Return the kinds of fault of a whole drop by the drop that they spoil."""
    return [[kind] for kind in DROP_KINDS if not kind.together] + [[kind for kind in DROP_KINDS if kind.together]]


STEPS = {"dirty drop": inject, "twin without faults": run_twin, "drops spoilt as a whole": spoil_drops}


def one_step(task: tuple[str, int]) -> Tally:
    """Run one step of one seed; of a process of its own, which imports the gate once."""
    what, seed = task
    return STEPS[what](seed)


def end_quietly() -> None:
    """Let this process skip the interpreter's shutdown, where DuckDB's bindings print lines about leaked instances."""
    atexit.register(os._exit, 0)


def run_all(seeds: list[int], spoilt: list[int], processes: int) -> Iterator[tuple[str, int, Tally]]:
    """Run all steps of all seeds, the drops spoilt as a whole of some."""
    tasks = [(what, seed) for seed in seeds for what in STEPS if seed in spoilt or STEPS[what] is not spoil_drops]
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn"), initializer=end_quietly) as pool:
        for (what, seed), tally in zip(tasks, pool.map(one_step, tasks), strict=True):
            yield what, seed, tally


def main() -> int:
    """Run the injection and write its table; return 1 if a bar is missed."""
    parser = argparse.ArgumentParser(description="Plant every kind of fault in synthetic hospitals and count what the gate finds.")
    parser.add_argument("--seeds", type=int, default=20, help="invented hospitals (default: 20)")
    parser.add_argument("--spoilt", type=int, default=1, help="hospitals of which whole drops are spoilt (default: 1)")
    parser.add_argument("--processes", type=int, default=2, help="processes at work at once (default: 2)")
    parser.add_argument("--out", type=Path, help="file of the table")
    options = parser.parse_args()
    tally, seeds = Tally(), list(range(1, options.seeds + 1))
    for what, seed, part in run_all(seeds, seeds[: options.spoilt], options.processes):
        tally.add(part)
        print(f"seed {seed}, {what}: {part.found.total()} of {part.planted.total()} found", file=sys.stderr, flush=True)
    text = write_report(tally, options.seeds, options.out)
    print(text)
    return 0 if tally.passes else 1


if __name__ == "__main__":
    sys.exit(main())
