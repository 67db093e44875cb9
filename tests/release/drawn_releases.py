"""Releases drawn by hand, small and whole: what lists, comparisons and acts upon them need of one."""

import json
from pathlib import Path

from pipelines.release.ledger import append_line, next_number
from pipelines.release.sums import sign, to_json
from pipelines.settings.zones import Zones, open_zones, point

INPUTS = {
    "as_of": "2024-12-31",
    "extracts": {"labs.csv": "1", "patients.csv": "2"},
    "names": "n",
    "settings": "s",
    "code": "c",
    "packages": "p",
    "key": "k",
}
RESULTS = {
    "as_of": "2024-12-31",
    "registry": "Drawn hospital",
    "override_reason": "",
    "findings": {"PA-001": 2, "CP-007": 10},
    "tables": {"labs": {"read": 1200, "accepted": 1190, "quarantined": 8, "duplicates": 2}},
    "worst": {},
    "cohort": {"n": 30, "arms": {"a": 20, "b": 10}},
    "rules": [],
}
DIGESTS = {"rules": "r", "settings": "s", "program": "c"}


def draw_release(zones: Zones, name: str, when: str, *, inputs: dict | None = None, results: dict | None = None, **record) -> Path:
    """Write a release, its run in the restricted zone and its line in the ledger, and let `current` lead to both."""
    from pipelines.release.record import record_of

    folder, run = zones.registry / "releases" / name, zones.restricted / "runs" / name
    (folder / "results").mkdir(parents=True)
    run.mkdir(parents=True)
    said = RESULTS | (results or {}) | {"run_id": name}
    (folder / "results.json").write_text(to_json(said), encoding="utf-8")
    (folder / "results" / "report.html").write_text(f"<html>report of {name}</html>", encoding="utf-8")
    kept = record_of(said) | {"digests": DIGESTS, "compared_with": None, "changed": {}} | record
    (folder / "record.json").write_text(to_json(kept), encoding="utf-8")
    sign(folder, {"release": name, "inputs": INPUTS | (inputs or {})})
    (run / "findings.csv").write_text(name, encoding="utf-8")
    line = {"act": "run", "when": when, "state": "published", "run_id": name, "release": name}
    append_line(zones.registry, line, next_number(zones.registry))
    point(zones.registry / "current", folder)
    point(zones.restricted / "current", run)
    (zones.out / "status.json").write_text(json.dumps({"state": "published", "release": name}), encoding="utf-8")
    return folder


def three_nights(folder: Path) -> Zones:
    """Return a data folder with releases of three nights; the last is current."""
    zones = open_zones(folder / "data")
    draw_release(zones, "2024-12-29-aaaaaaaaaaaa", "2024-12-30T02:15:00+09:00")
    draw_release(zones, "2024-12-30-bbbbbbbbbbbb", "2024-12-31T02:15:00+09:00", inputs={"extracts": {"labs.csv": "3", "patients.csv": "2"}})
    draw_release(
        zones,
        "2024-12-31-cccccccccccc",
        "2025-01-01T02:15:00+09:00",
        inputs={"extracts": {"labs.csv": "3", "patients.csv": "2"}, "settings": "s2", "code": "c2"},
        results={"findings": {"PA-001": 2}, "cohort": {"n": 1234, "arms": {"a": 1234}}, "override_reason": "a ward has closed"},
        digests={"rules": "r2", "settings": "s", "program": "c2"},
    )
    return zones
