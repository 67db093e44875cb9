"""What out/ says of the last run: the results of its release, or why there are none and of which day the last ones are."""

import json
from collections.abc import Mapping
from typing import Any

from pipelines.report.history import HISTORY, history_text, history_with, read_history
from pipelines.report.html_page import render_no_statistics, with_trend
from pipelines.report.language import ENGLISH, ReportWords
from pipelines.settings.zones import Zones

PAGE = "report.html"


def pages_of_release(zones: Zones, page: str, results: Mapping[str, Any], words: ReportWords = ENGLISH) -> dict[str, str]:
    """Return the page of a release with the findings of the last runs, and what is remembered of these, by file name."""
    past = history_with(zones, results, "published")
    return {PAGE: with_trend(page, results, past, words), HISTORY: history_text(past)}


def pages_without_statistics(
    zones: Zones, run: Mapping[str, Any], results: Mapping[str, Any] | None = None, words: ReportWords = ENGLISH
) -> dict[str, str]:
    """Return the page of a run that was stopped or failed, by file name; `run` is its status.json, `results` what it found."""
    past = history_with(zones, results, "stopped") if results else read_history(zones, "")
    page = {PAGE: render_no_statistics(run, results, _last_good(zones), past, words)}
    return page | ({HISTORY: history_text(past)} if results else {})


def _last_good(zones: Zones) -> dict[str, Any] | None:
    try:
        return json.loads((zones.registry / "current" / "results.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
