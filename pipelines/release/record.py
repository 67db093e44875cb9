"""The record of a release, for lists and comparisons: rows, findings, cohort, what the gate said, and which inputs had changed.

It is made of the run alone. When it was made is no part of a release, whose bytes follow from its inputs; the ledger of the data folder
knows that (pipelines/release/ledger.py).
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pipelines.release.sums import MANIFEST, to_json
from pipelines.settings.sections import OF_NO_RESULT, Settings

RECORD = "record.json"
MOST_NAMED = 3  # files that are named where they changed; more are counted
NUMBER = re.compile(r" \(file [0-9]+\)$")
COUNTED = ("read", "accepted", "quarantined", "duplicates")


def write_record(folder: Path, results: Mapping[str, Any], inputs: Mapping[str, Any], before: Path | None) -> None:
    """Write the record into the folder of a release; `inputs` has the `digests` beside what the manifest says of them.

    `before` is the folder of the release with which the run was compared, if there was one.
    """
    record = {
        **record_of(results),
        "digests": inputs["digests"],
        "compared_with": before.resolve().name if before else None,
        "changed": changes(inputs, inputs_of(before)) if before else {},
    }
    (folder / RECORD).write_text(to_json(record), encoding="utf-8")


def record_of(results: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the results of a run say of it, in counts."""
    tables = results["tables"].values()
    return {
        "as_of": results["as_of"],
        "rows": {name: sum(table[name] for table in tables) for name in COUNTED},
        "findings": results["findings"],
        "cohort": results["cohort"],
        "verdict": "let pass" if results["override_reason"] else "passed",
        "reason": results["override_reason"],
    }


def digests_of(settings: Settings, code: Mapping[str, str]) -> dict[str, str]:
    """Return digests of the rules in force, of the other settings, and of the program; `code` has those of the parts of the code."""
    changes = settings.model_dump_json(include={"rules"})
    others = settings.model_dump_json(exclude={"rules", *OF_NO_RESULT})
    return {
        "rules": hashlib.sha256(f"{code['rules']}\n{changes}".encode()).hexdigest(),
        "settings": hashlib.sha256(others.encode()).hexdigest(),
        "program": code["program"],
    }


def read_record(release: Path) -> dict[str, Any]:
    """Return the record of a release, of one that was made before there were any what its results say; raise OSError or ValueError."""
    try:
        return json.loads((release / RECORD).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return record_of(json.loads((release / "results.json").read_text(encoding="utf-8")))


def inputs_of(release: Path) -> dict[str, Any]:
    """Return what a release was made of: the inputs of its manifest, and the digests of its record (None if it has none)."""
    inputs = json.loads((release / MANIFEST).read_text(encoding="utf-8"))["inputs"]
    return inputs | {"digests": read_record(release).get("digests")}


def changes(now: Mapping[str, Any], then: Mapping[str, Any]) -> dict[str, str]:
    """Return which inputs differ between two releases, each with how in words; {} if all are the same."""
    return {name: how for name, how in _changes(now, then) if how}


def _changes(now: Mapping[str, Any], then: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield "data", _moved_files(now, then)
    if now["digests"] and then["digests"]:
        for name in ("rules", "settings", "program"):
            yield name, "changed" if now["digests"][name] != then["digests"][name] else ""
    else:  # made before the three were told apart
        yield "settings", "rules or other settings changed" if now["settings"] != then["settings"] else ""
        yield "program", "program or rules as shipped changed" if now["code"] != then["code"] else ""
    yield "packages", "changed" if now["packages"] != then["packages"] else ""
    yield "answers", "changed" if now.get("answers") != then.get("answers") else ""
    yield "withdrawals", "changed" if now.get("withdrawn") != then.get("withdrawn") else ""
    yield "as-of date", f"{then['as_of']} to {now['as_of']}" if now["as_of"] != then["as_of"] else ""
    yield "key", "another key" if now["key"] != then["key"] else ""


def _moved_files(now: Mapping[str, Any], then: Mapping[str, Any]) -> str:
    """Return which files changed, are new and are gone, by how they are called outside the restricted zone; a renamed file is the same."""
    sent, before = _by_pattern(now["extracts"]), _by_pattern(then["extracts"])
    came = {pattern: sent[pattern] - before.get(pattern, Counter()) for pattern in sent}
    went = {pattern: before[pattern] - sent.get(pattern, Counter()) for pattern in before}
    renamed = sum(came.values(), Counter()) & sum(went.values(), Counter())
    new, gone = (Counter({pattern: (each - renamed).total() for pattern, each in files.items()}) for files in (came, went))
    changed = new & gone
    said = [_said(+files, what) for files, what in ((changed, "changed"), (new - changed, "new"), (gone - changed, "gone")) if +files]
    return ", ".join(said) or ("other names of files" if now["names"] != then["names"] else "")


def _by_pattern(extracts: Mapping[str, str]) -> dict[str, Counter[str]]:
    """Return the hashes of the files of each pattern of the settings; a number behind it says which file, and moves with the others."""
    contents: dict[str, Counter[str]] = {}
    for shown, content in extracts.items():
        contents.setdefault(NUMBER.sub("", shown), Counter())[content] += 1
    return contents


def _said(files: Counter[str], what: str) -> str:
    if len(files) > MOST_NAMED:
        return f"{files.total():,} files {what}"
    return (
        ", ".join(name if "*" not in name and count == 1 else f"{count:,} of {name}" for name, count in sorted(files.items())) + f" {what}"
    )
