"""Shows a release of before again, and lets it stay shown whatever later runs make, until somebody resumes."""

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from pipelines.release.sums import to_json, wrong_files
from pipelines.run.changeover import ChangeOver, change_over
from pipelines.run.ending import Ending
from pipelines.run.kept_pages import kept_moves, kept_pages
from pipelines.run.publish import STATUS, line_of, with_results
from pipelines.run.state import Prepared, Summary
from pipelines.settings.errors import UnusableSettings
from pipelines.settings.zones import Zones

RESUME = "`python -m pipelines releases resume` shows the newest one again"


def roll_back(zones: Zones, release: str, by: str, now: dt.datetime) -> None:
    """Show a release, its run and its pages; raise UnusableSettings where they are not here, or not whole."""
    when = now.isoformat(timespec="seconds")
    message = f"rolled back to this release by {by}, {when[:10]}; what is made from now on is kept and not shown; {RESUME}"
    pages = _pages(zones, release, {"state": "rolled back", "rolled_back_to": release, "message": message})
    line = {"act": "rollback", "when": when, "release": release, "by": by}
    change_over(zones, ChangeOver(pages, release, is_release=True, hold={"release": release, "when": when, "by": by}, line=line))


def resume(zones: Zones, release: str, by: str, now: dt.datetime) -> None:
    """Show the newest release, as if it had been when it was made, and every later one again; raise UnusableSettings as above."""
    pages = _pages(zones, release, {"state": "published", "message": ""})
    moves = kept_moves(zones.restricted / "runs" / release, zones)
    line = {"act": "resume", "when": now.isoformat(timespec="seconds"), "release": release, "by": by}
    change_over(zones, ChangeOver(pages, release, is_release=True, moves=moves, hold={}, line=line))


def held_back(summary: Summary) -> Summary:
    """Return what a run came to, said as it is where another release stays shown."""
    if not summary.is_held_back:
        return summary
    stays = f"{summary.rolled_back_to} stays shown, to which somebody has rolled back; {RESUME}"
    if summary.ending is Ending.PUBLISHED:
        return replace(summary, ending=Ending.HELD, message=f"the release is made and kept; {stays}")
    said = summary.message.replace("restricted/current/", f"restricted/runs/{summary.run_id}/")
    return replace(summary, message=f"{said} {stays[:1].upper()}{stays[1:]}." if said else "")


def held_again(prepared: Prepared, summary: Summary, seconds: float) -> tuple[ChangeOver, Summary]:
    """Return what is shown where the release of the same inputs is kept already: the status, and nothing else."""
    results = json.loads((prepared.request.zones.registry / "releases" / prepared.run_id / "results.json").read_text(encoding="utf-8"))
    stays = f"{summary.rolled_back_to} stays shown, to which somebody has rolled back; {RESUME}"
    message = f"nothing changed since the release that is kept; {stays}"
    again = replace(with_results(summary, results), ending=Ending.HELD, release=prepared.run_id, message=message)
    return ChangeOver({STATUS: to_json(again.status(seconds))}, line=line_of(again, seconds)), again


def _pages(zones: Zones, release: str, said: dict[str, Any]) -> dict[str, str]:
    """Return the pages of a release, with a status that says why they are shown."""
    folder, run = zones.registry / "releases" / release, zones.restricted / "runs" / release
    if wrong := wrong_files(folder):
        raise UnusableSettings(f"{release}: is not whole ({wrong[0]}), and is not shown; `python -m pipelines releases fsck` says more")
    if not run.is_dir():
        raise UnusableSettings(f"{run}: what its run has kept is not here any more, so that its findings cannot be shown")
    text = (folder / "results.json").read_text(encoding="utf-8")
    results = json.loads(text)
    told = replace(with_results(Summary(), results), ending=Ending.PUBLISHED, run_id=release, release=release, as_of=results["as_of"])
    return {STATUS: to_json(told.status(0.0) | said), "results.json": text} | (kept_pages(run) or _drawn_again(zones, folder, results))


def _drawn_again(zones: Zones, folder: Path, results: dict[str, Any]) -> dict[str, str]:
    """Return the pages of a run that has kept none: the report of its release, and the rule book as its settings have it."""
    from pipelines.book.pages import draw_pages
    from pipelines.run.rebuild import load_settings_of_run
    from pipelines.settings.errors import NothingToShow

    report = {"report.html": (folder / "results" / "report.html").read_text(encoding="utf-8")}
    try:
        settings = load_settings_of_run(zones.data, folder.name)
    except NothingToShow:
        return report
    return report | {f"rules/{name}": text for name, text in draw_pages(settings.rules, results, settings.study).items()}
