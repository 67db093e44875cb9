"""What a run came to as a file for Prometheus' textfile collector: counts only."""

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pipelines.release.ledger import made_at
from pipelines.run.ending import Ending
from pipelines.settings.zones import Zones, write_text

PREFIX = "registry"
Values = dict[tuple[tuple[str, str], ...], float]  # by the labels of each
STATES = sorted({ending.state for ending in Ending})


def write_metrics(path: Path, status: Mapping[str, Any], registry: str, zones: Zones, now: dt.datetime) -> None:
    """Write the file in one step; raise OSError where it cannot be. `status` is the content of status.json."""
    current = (zones.registry / "current").resolve().name
    made = made_at(zones.registry).get(current)
    write_text(path, "".join(_lines(status, registry, dt.datetime.fromisoformat(made) if made else None, now)))


def _lines(status: Mapping[str, Any], registry: str, made: dt.datetime | None, now: dt.datetime) -> Iterator[str]:
    label = {"registry": registry}

    def metric(name: str, meaning: str, values: Values) -> Iterator[str]:
        if not values:
            return
        yield f"# HELP {PREFIX}_{name} {meaning}\n# TYPE {PREFIX}_{name} gauge\n"
        for labels, value in values.items():
            told = ",".join(f'{key}="{_escaped(text)}"' for key, text in {**label, **dict(labels)}.items())
            yield f"{PREFIX}_{name}{{{told}}} {value:.15g}\n"

    yield from metric("last_run_timestamp_seconds", "When the last run ended.", {(): now.timestamp()})
    yield from metric("last_run_exit_code", "With what the last run ended: 0 done, 3 stopped by a gate.", {(): status["exit_code"]})
    yield from metric("last_run_seconds", "How long the last run took.", {(): status["seconds"]})
    states: Values = {(("state", state),): float(state == status["state"]) for state in STATES}
    yield from metric("last_run_state", "What the last run came to: 1 for that state.", states)
    if made:
        yield from metric("release_timestamp_seconds", "When the release that is shown was made.", {(): made.timestamp()})
    yield from metric("rolled_back", "1 while a release of before stays shown.", {(): float(bool(status["rolled_back_to"]))})
    rows: Values = {
        (("table", table), ("what", what)): count for table, counts in status["tables"].items() if counts for what, count in counts.items()
    }
    yield from metric("rows", "Rows of the last run by table: read, accepted, quarantined, duplicates.", rows)
    yield from metric("findings", "Findings of the last run by rule.", {(("rule", rule),): n for rule, n in status["findings"].items()})
    arms: Values = {(("arm", arm),): count for arm, count in (status["cohort"] or {}).get("arms", {}).items()}
    yield from metric("cohort_patients", "Patients of the cohort by arm.", arms)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
