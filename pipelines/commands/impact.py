"""The command `rules --impact`: rebuilds the last run's rows under its own and under changed settings, and says what would differ."""

import argparse
import datetime as dt
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from textwrap import wrap
from typing import Any

from duckdb import DuckDBPyConnection

from pipelines.book.in_words import number
from pipelines.book.names import say_words
from pipelines.book.terminal import width
from pipelines.findings.spreadsheet_text import csv_of
from pipelines.release.last_release import LastRelease
from pipelines.run.exit_code import ExitCode
from pipelines.run.impact import Impact, changed_settings, compare_builds, seen_while_loading
from pipelines.run.layers import Conditions
from pipelines.run.progress import Progress
from pipelines.run.rebuild import KeptRun, load_kept_rows, load_kept_run, rebuild
from pipelines.settings.load_settings import load_settings, refuse_tables_of_no_source
from pipelines.settings.sections import Settings
from pipelines.settings.zones import write_private


@dataclass(frozen=True)
class Asked:
    """Which settings are held against those of the last run, and what differs in them."""

    config: Path
    data: Path
    drop: Path | None
    kept: KeptRun
    differences: list[tuple[str, object, object]]

    @property
    def unseen(self) -> list[str]:
        """The changed keys that take effect only while files are loaded, where the rows are those that the run kept."""
        return [] if self.drop else seen_while_loading(self.differences)

    @property
    def listed_in(self) -> Path:
        """Where the list with row keys is kept."""
        return self.data / "restricted" / "impact.csv"


def show_impact(options: argparse.Namespace) -> ExitCode:
    """Print what the settings of `options.config` would come to, and keep the list with row keys in the restricted zone."""
    changed = load_settings(options.config)
    refuse_tables_of_no_source(options.config, changed)
    kept = load_kept_run(options.data)
    asked = Asked(options.config, options.data, options.drop, kept, changed_settings(kept.settings, changed))
    impact = Impact()
    if asked.differences:
        impact = _build_and_compare(asked, changed)
        write_private(asked.listed_in, csv_of(impact.listed))
    print(json_of(impact, asked) if options.json else "\n".join(lines_of(impact, asked)))
    return ExitCode.DONE


def _build_and_compare(asked: Asked, changed: Settings) -> Impact:
    """Build twice and return what differs; the rebuilt warehouses go again."""
    kept, builds, spill = asked.kept, [], asked.data / "restricted" / f".impact-{os.getpid()}"
    progress = Progress("bars" if sys.stderr.isatty() else "lines", steps=11)
    try:
        for settings, whose in ((kept.settings, "as it is"), (changed, "as it would be")):
            load_rows = _loading(asked, settings)
            progress.step(f"building {whose}")
            builds.append(rebuild(load_rows, Conditions(settings, _as_of(kept, settings), LastRelease(), kept.log), progress, spill))
        progress.step("comparing")
        return compare_builds(*builds)
    finally:
        progress.close()
        for build in builds:
            build.connection.close()
        shutil.rmtree(spill, ignore_errors=True)


def compare_logs(data: Path, moves: list[dict[str, Any]]) -> list[str]:
    """Return in lines what answers would change of the last run: its rows are built without and with them."""
    kept, spill = load_kept_run(data), data / "restricted" / f".answers-{os.getpid()}"
    progress, builds = Progress("bars" if sys.stderr.isatty() else "lines", steps=11), []
    last = max((move["move_no"] for move in kept.log), default=0)
    said = [move | {"move_no": last + number} for number, move in enumerate(moves, start=1)]
    try:
        for log, whose in ((kept.log, "without the answers"), ((*kept.log, *said), "with the answers")):
            progress.step(f"building {whose}")
            conditions = Conditions(kept.settings, kept.as_of, LastRelease(), log)
            builds.append(rebuild(lambda connection: load_kept_rows(connection, kept.raw), conditions, progress, spill))
        progress.step("comparing")
        return list(_changes_in_words(compare_builds(*builds)))
    finally:
        progress.close()
        for build in builds:
            build.connection.close()
        shutil.rmtree(spill, ignore_errors=True)


def lines_of(impact: Impact, asked: Asked) -> Iterator[str]:
    """Yield what is printed: counts only."""
    rows = f"The rows are those of the drop {asked.drop}." if asked.drop else "The rows are those of that run."
    yield from wrap(f"{asked.config} against the settings of the last run ({asked.kept.run_id}). {rows} Nothing is published.", width())
    if not asked.differences:
        yield "The two are the same: nothing would change."
        return
    yield "\nSettings that differ"
    for key, before, after in asked.differences:
        yield from wrap(f"{key}: {_value(before)} → {_value(after)}", width(), initial_indent="  ", subsequent_indent="    ")
    if asked.unseen:
        unseen = f"Not seen here, because it takes effect while the files are loaded (name them with --drop): {', '.join(asked.unseen)}"
        yield from wrap(unseen, width())
    yield from _changes_in_words(impact)
    yield ""
    yield from _stops(impact)
    if impact.listed.height:
        yield f"Row by row, for you alone: {asked.listed_in}"


def _changes_in_words(impact: Impact) -> Iterator[str]:
    """Yield the findings, rows, patients and outcomes that differ."""
    yield "\nFindings                                 opened  closed   moved  before   after"
    for one in impact.findings:
        counts = "".join(f"{one[name]:>8,}" for name in ("opened", "closed", "moved", "before", "after"))
        said = wrap(say_words(one["name"].split("_")), 60)
        yield f"  {one['rule']} {one['level']:<6} {one['table']:<23}{counts}"
        yield from (f"         {line}" for line in said)
    if not impact.findings:
        yield "  none opens, closes or moves to another level"
    yield "\nRows                               newly accepted  newly quarantined"
    for one in impact.rows:
        yield f"  {one['table']:<33}{one['newly_accepted']:>14,}{one['newly_quarantined']:>17,}"
    if not impact.rows:
        yield "  none is accepted or quarantined that was not before"
    yield from _cohort_in_words(impact.cohort)
    for one in impact.outcomes:
        ways = ", ".join(f"{way['before']} → {way['after']} {way['patients']}" for way in one["ways"])
        said = f"{one['changed']} change" + (f" ({ways})" if ways else "") if one["changed"] else "none changes"
        yield from wrap(f"{one['outcome']}: {said}", width(), initial_indent="  ", subsequent_indent="    ")


def _cohort_in_words(cohort: dict[str, int]) -> Iterator[str]:
    if cohort:
        moves = f"{cohort['enter']} enter, {cohort['leave']} leave"
        yield f"\nCohort: {cohort['before']} → {cohort['after']} patients ({moves}). Of those who stay:"


def json_of(impact: Impact, asked: Asked) -> str:
    """Return the same counts for programs."""
    content = {
        "run_id": asked.kept.run_id,
        "settings": [dict(zip(("key", "before", "after"), each, strict=True)) for each in asked.differences],
        "unseen": asked.unseen,
        **{name: getattr(impact, name) for name in ("findings", "rows", "cohort", "outcomes", "stops")},
    }
    return json.dumps(content, ensure_ascii=False, indent=2, default=str)


def _stops(impact: Impact) -> Iterator[str]:
    before, after, in_error = (", ".join(impact.stops[name]) for name in ("before", "after", "could_not_run"))
    if in_error:
        yield f"Could not be run, which is our fault; its findings are not among these: {in_error}."
    if after:
        yield f"The run would be stopped by {after}" + (f" (now by {before})." if before else "; now it is not stopped.")
    elif before:
        yield f"The run would not be stopped any more (now by {before})."


def _loading(asked: Asked, settings: Settings) -> Callable[[DuckDBPyConnection], object]:
    """Return what fills the raw layer: the rows that the run kept, or those of the drop that is named."""
    drop = asked.drop
    if not drop:
        return lambda connection: load_kept_rows(connection, asked.kept.raw)
    from pipelines.drop.inventory import inventory_drop
    from pipelines.raw.key_file import load_key
    from pipelines.raw.load_drop import load_drop
    from pipelines.release.key_in_use import key_in_use
    from pipelines.settings.key_place import has_public_numbers, key_place

    inventory = inventory_drop(drop, settings)
    in_use = key_in_use(asked.data / "registry")
    key_file = key_place(asked.config, settings, asked.data)
    key = load_key(key_file, drop, is_public=has_public_numbers(settings), in_use=in_use)
    return lambda connection: load_drop(connection, inventory, settings, key)


def _as_of(kept: KeptRun, settings: Settings) -> dt.date:
    """Return the day of the last run, unless the settings name another one than its settings did."""
    named = settings.registry.as_of
    return kept.as_of if named == "today" or named == kept.settings.registry.as_of else named


def _value(value: object) -> str:
    return "not set" if value in (None, "") else ", ".join(map(number, value)) if isinstance(value, list) else number(value)
