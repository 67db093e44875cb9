"""What a run made of what, as events of OpenLineage (https://openlineage.io/spec/2-0-2/OpenLineage.json), one on a line; counts only."""

import datetime as dt
import json
import os
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

SPEC = "https://openlineage.io/spec"
EVENT = f"{SPEC}/2-0-2/OpenLineage.json#/$defs/RunEvent"
ROWS_READ = f"{SPEC}/facets/1-0-0/InputStatisticsInputDatasetFacet.json#/$defs/InputStatisticsInputDatasetFacet"
ROWS_MADE = f"{SPEC}/facets/1-0-2/OutputStatisticsOutputDatasetFacet.json#/$defs/OutputStatisticsOutputDatasetFacet"
WHY = f"{SPEC}/facets/1-0-1/ErrorMessageRunFacet.json#/$defs/ErrorMessageRunFacet"
PRODUCER = "urn:haic-registry"


def append_events(path: Path, status: Mapping[str, Any], results: Mapping[str, Any], registry: str, now: dt.datetime) -> None:
    """Add the events of a run's begin and end; raise OSError where that cannot be. `results` is {} of a run that has none."""
    lines = "".join(json.dumps(event, ensure_ascii=False) + "\n" for event in events_of(status, results, registry, now))
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644), "ab") as file:
        file.write(lines.encode())  # in one call: lines of two data folders do not mix


def events_of(status: Mapping[str, Any], results: Mapping[str, Any], registry: str, now: dt.datetime) -> Iterator[dict[str, Any]]:
    """Yield the events: a run that made or kept a release is complete, an interrupted one aborted, any other failed."""
    run: dict[str, Any] = {"runId": str(uuid.uuid4())}
    begun = now - dt.timedelta(seconds=status["seconds"])
    inputs = [
        _dataset(registry, f"drop/{file}", "inputFacets", "inputStatistics", _facet(ROWS_READ, rowCount=rows))
        for file, rows in _rows_by_file(results).items()
    ]
    yield _event("START", begun, run, registry, {"inputs": inputs, "outputs": []})
    is_done = status["exit_code"] == 0
    outputs = list(_outputs(status, registry)) if is_done else []
    if not is_done:
        said = _facet(WHY, message=status["message"] or status["state"], programmingLanguage="Python")
        run = run | {"facets": {"errorMessage": said}}
    kind = "COMPLETE" if is_done else "ABORT" if status["exit_code"] == 130 else "FAIL"
    yield _event(kind, now, run, registry, {"inputs": inputs, "outputs": outputs})


def _event(kind: str, when: dt.datetime, run: Mapping[str, Any], registry: str, datasets: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "eventType": kind,
        "eventTime": when.isoformat(timespec="milliseconds"),
        "producer": PRODUCER,
        "schemaURL": EVENT,
        "run": dict(run),
        "job": {"namespace": registry, "name": "release"},
        **datasets,
    }


def _outputs(status: Mapping[str, Any], registry: str) -> Iterator[dict[str, Any]]:
    counts = {f"accepted.{table}": counts["accepted"] for table, counts in status["tables"].items() if counts}
    if status["cohort"]:
        counts["cohort"] = status["cohort"]["n"]
    for name, rows in counts.items():
        yield _dataset(registry, name, "outputFacets", "outputStatistics", _facet(ROWS_MADE, rowCount=rows))


def _rows_by_file(results: Mapping[str, Any]) -> dict[str, int]:
    rows: dict[str, int] = {}
    for sheet in results.get("files", ()):
        rows[sheet["file"]] = rows.get(sheet["file"], 0) + sheet["read"]
    return rows


def _dataset(registry: str, name: str, facets: str, facet: str, said: Mapping[str, Any]) -> dict[str, Any]:
    return {"namespace": registry, "name": name, facets: {facet: dict(said)}}


def _facet(schema: str, **said: Any) -> dict[str, Any]:
    return {"_producer": PRODUCER, "_schemaURL": schema, **said}
