"""Writes the results of a release of whose tables no statistics are made: a page that says why, and what its gates came to."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pipelines.report.html_page import render_no_cohort
from pipelines.report.language import words_of
from pipelines.settings.sections import Settings
from schemas.role import Role


def write_results_without_statistics(missing: Sequence[Role], settings: Settings, results: Mapping[str, Any], folder: Path) -> None:
    """Write the page of a release without statistics; `missing` are the roles that no table of the registry has."""
    folder.mkdir(parents=True)
    page = render_no_cohort(settings.report.profile, results, why_no_statistics(missing), words_of(settings))
    (folder / "report.html").write_text(page, encoding="utf-8")


def why_no_statistics(missing: Sequence[Role]) -> str:
    """Say in a sentence which tables the statistics would need."""
    return f"They would need a table of the {', of the '.join(role.name for role in missing)}, which this registry does not have."
