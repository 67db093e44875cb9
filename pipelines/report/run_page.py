"""Keeps out/report.html true of the last run: the results of its release, or why there are none and of which day the last ones are."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipelines.report.history import add_to_history, read_history
from pipelines.report.html_page import render_no_statistics, with_trend
from pipelines.settings.zones import Zones, write_text


def write_page_of_release(zones: Zones, results: Mapping[str, Any]) -> None:
    """Write the page of the current release with the findings of the last runs; left as it is where nothing changed."""
    page = (zones.registry / "current" / "results" / "report.html").read_text(encoding="utf-8")
    text = with_trend(page, results, add_to_history(zones, results, "published"))
    if not _page(zones).is_file() or _page(zones).read_text(encoding="utf-8") != text:
        write_text(_page(zones), text)


def write_page_without_statistics(zones: Zones, run: Mapping[str, Any]) -> None:
    """Write the page of a run that was stopped or failed; `run` is the content of its status.json."""
    results = None
    if run["state"] == "stopped":
        results = json.loads((zones.out / "results.json").read_text(encoding="utf-8"))
    past = add_to_history(zones, results, "stopped") if results else read_history(zones, "")
    write_text(_page(zones), render_no_statistics(run, results, _last_good(zones), past))


def _last_good(zones: Zones) -> dict[str, Any] | None:
    try:
        return json.loads((zones.registry / "current" / "results.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def _page(zones: Zones) -> Path:
    return zones.out / "report.html"
