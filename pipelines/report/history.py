"""Remembers what the last runs found, by family of rules: the trend of the report. Order is that of the runs; no clock is read."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pipelines.report.gate_view import count_by_family
from pipelines.settings.zones import Zones

HISTORY = "history.json"
KEPT = 7


def read_history(zones: Zones, registry: str) -> list[dict[str, Any]]:
    """Return the last runs of this registry, the oldest first; without a history file, those of its releases."""
    try:
        runs = json.loads(_file(zones).read_text(encoding="utf-8"))
        return [run for run in runs if run["registry"] == registry][-KEPT:]
    except (OSError, ValueError, KeyError, TypeError):
        runs = [_of_release(folder) for folder in sorted((zones.registry / "releases").glob("[!.]*"))]
        return [run for run in runs if run and run["registry"] == registry][-KEPT:]


def history_with(zones: Zones, results: Mapping[str, Any], state: str) -> list[dict[str, Any]]:
    """Return the last runs with this one as the last; a run that only repeats the last one is no new run."""
    runs = read_history(zones, str(results["registry"]))
    this = _of(results, state)
    return [*(run for run in runs if run["run_id"] != this["run_id"]), this][-KEPT:]


def history_text(runs: Sequence[Mapping[str, Any]]) -> str:
    """Return the text of the file in which runs are remembered."""
    return json.dumps(runs, ensure_ascii=False, indent=1) + "\n"


def _file(zones: Zones) -> Path:
    return zones.out / HISTORY


def _of(results: Mapping[str, Any], state: str) -> dict[str, Any]:
    return {
        "run_id": results["run_id"],
        "as_of": results["as_of"],
        "registry": results["registry"],
        "state": state,
        "findings": count_by_family(results["findings"]),
    }


def _of_release(folder: Path) -> dict[str, Any] | None:
    try:
        return _of(json.loads((folder / "results.json").read_text(encoding="utf-8")), "published")
    except (OSError, ValueError, KeyError):
        return None
