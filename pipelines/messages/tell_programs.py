"""Tells programs that watch the runs what one came to, where the settings name files for them; a failure is said and changes nothing."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pipelines.messages.lineage import append_events
from pipelines.messages.metrics import write_metrics
from pipelines.settings.sections import Settings
from pipelines.settings.zones import Zones


def tell_programs(status: Mapping[str, Any], results: Mapping[str, Any], settings: Settings, zones: Zones) -> Iterator[str]:
    """Write both files; yield a sentence for each that could not be. `results` counts only if it is of the run of the status."""
    named, registry, now = settings.operations, settings.registry.name, dt.datetime.now().astimezone()
    own = results if results.get("run_id") == status["run_id"] else {}
    ways: list[tuple[str, Callable[[Path], None]]] = [
        (named.metrics_file, lambda path: write_metrics(path, status, registry, zones, now)),
        (named.lineage_file, lambda path: append_events(path, status, own, registry, now)),
    ]
    for name, way in ways:
        try:
            if name:
                way(Path(name))
        except OSError as error:
            yield f"{name}: cannot be written ({error.strerror}); the run is as it was"
