"""The last steps of a run: statistics and release of one that may be published, then what is shown of any that came so far."""

import datetime as dt
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pipelines.release.inputs import CODE, digest_of_code
from pipelines.release.published_texts import refuse_naming
from pipelines.release.record import digests_of, write_record
from pipelines.release.sums import sign, to_json
from pipelines.run.changeover import ChangeOver, change_over
from pipelines.run.ending import Ending
from pipelines.run.kept_pages import keep_moves, keep_pages, kept_pages
from pipelines.run.progress import Progress
from pipelines.run.state import Prepared, Request, Summary
from pipelines.settings.zones import Zones, close_to_others
from schemas.role import OF_STATISTICS

if TYPE_CHECKING:
    from pipelines.run.judge import JudgedRun

STATUS, TREND = "status.json", "trend.html"


def analyse(run: "JudgedRun", progress: Progress) -> "JudgedRun":
    """Run the statistics into the folder of the release, and return the results with what was checked of them.

    A registry that lacks a table which the statistics read has none, and the report says so.
    """
    from pipelines.report.without_statistics import write_results_without_statistics
    from pipelines.warehouse.read_roles import roles_without_table

    progress.step("statistics")
    missing = roles_without_table(OF_STATISTICS)
    if missing:
        settings = run.prepared.request.settings
        write_results_without_statistics(missing, settings, run.results, run.prepared.release / "results")
        return run
    return _with_statistics(run)


def _with_statistics(run: "JudgedRun") -> "JudgedRun":
    from pipelines.book.outcomes import rule_results
    from pipelines.gate.statistics_rules import conclude_statistics
    from pipelines.report.disclosure.publish import statistics_in_profile
    from pipelines.report.write_results import write_results
    from pipelines.run.variants import read_variants
    from pipelines.warehouse.read_roles import read_roles

    settings = run.prepared.request.settings
    variants = read_variants(run.connection, settings) if settings.report.profile == "internal" else ()
    statistics = statistics_in_profile(read_roles(run.connection, OF_STATISTICS), settings, variants)
    results = {**run.results, "rules": [*run.results["rules"], *rule_results(conclude_statistics(statistics))]}
    write_results(statistics, settings, results, run.prepared.release / "results")
    return replace(run, results=results)


def publish(run: "JudgedRun", progress: Progress) -> "JudgedRun":
    """Complete the release of a run, which may then be shown."""
    from pipelines.release.write_release import write_release
    from pipelines.release.write_suites import write_suites
    from pipelines.settings.rules_in_force import rules_in_force

    run_id, settings, release = run.prepared.run_id, run.prepared.request.settings, run.prepared.release
    progress.step("publishing the release")
    write_suites(run.connection, rules_in_force(settings.rules, settings.study), release)
    write_release(run.connection, release, run.results)
    inputs = run.prepared.inputs
    digests = digests_of(settings, {part: digest_of_code(part) for part in CODE})
    write_record(release, run.results, {**inputs, "digests": digests}, run.prepared.last.folder)
    sign(release, {"release": run_id, "inputs": inputs})
    refuse_naming(release, run.summary.identifiers)
    return replace(run, summary=replace(run.summary, ending=Ending.PUBLISHED, release=run_id))


def show(zones: Zones, change: ChangeOver, summary: Summary) -> Summary:
    """Show a run; what is written down of it is shown at the next start, whatever comes between."""
    change_over(zones, change)
    return replace(summary, is_shown=True)


def shown_of(run: "JudgedRun", seconds: float) -> ChangeOver:
    """Return what is shown of a run that came to its judgement: its release if it has one, its findings, and the pages of out/."""
    from pipelines.findings.queries.build_queries import moves_of

    request, summary, run_id = run.prepared.request, run.summary, run.prepared.run_id
    close_to_others(run.prepared.restricted)
    is_release = summary.release is not None  # its texts are searched already
    text = to_json({**run.results, "changes": summary.changes})  # not in the release, which is made of its own inputs alone
    results = text if is_release else summary.identifiers.masked(text)
    page = (run.prepared.release / "results" / "report.html").read_text(encoding="utf-8") if is_release else ""
    pages = _pages(request, summary, seconds, results, page) | _rule_pages(request, run.results)
    moves, line = moves_of(run.connection) if is_release else (), line_of(summary, seconds)
    if is_release:
        keep_pages(run.prepared.restricted, pages)
        pages |= {TREND: _trend(run)}
    if summary.is_held_back:
        keep_moves(run.prepared.restricted, moves, request.zones)
        return ChangeOver({STATUS: pages[STATUS]}, run_id, is_release, is_new=True, is_held=True, line=line)
    return ChangeOver(pages, run_id, is_release, is_new=True, moves=moves, line=line)


def shown_again(prepared: Prepared, summary: Summary, seconds: float) -> tuple[ChangeOver, Summary]:
    """Return what is shown of the published release of the same inputs, also where a stopped run has said something else since."""
    request, run_id = prepared.request, prepared.run_id
    folder = request.zones.registry / "current"
    kept = kept_pages(request.zones.restricted / "runs" / run_id).get("results.json")
    results = kept or (folder / "results.json").read_text(encoding="utf-8")
    read = json.loads(results)
    again = replace(with_results(summary, read), ending=Ending.UNCHANGED, release=run_id)
    page = (folder / "results" / "report.html").read_text(encoding="utf-8")
    pages = _pages(request, again, seconds, results, page)
    index = request.zones.out / "rules" / "index.html"
    if not index.is_file() or run_id not in index.read_text(encoding="utf-8"):
        pages |= _rule_pages(request, read)
    return ChangeOver(pages, run_id, is_release=True, line=line_of(again, seconds)), again


def with_results(summary: Summary, results: Mapping[str, Any]) -> Summary:
    """Return a summary that says what the results of a release say."""
    levels: Counter[str] = Counter()
    for rule in results["rules"]:
        levels[rule["level"]] += rule["findings"]
    return replace(summary, levels=dict(levels), **{name: results[name] for name in ("tables", "findings", "worst", "cohort")})


def shown_of_failure(zones: Zones, summary: Summary, seconds: float) -> ChangeOver:
    """Return what is shown of a run that came to no judgement: why, and of which day the last good results are."""
    from pipelines.report.run_page import pages_without_statistics

    status = summary.status(seconds)
    pages = {} if summary.is_held_back else pages_without_statistics(zones, status)
    return ChangeOver({STATUS: to_json(status)} | pages, line=line_of(summary, seconds))


def line_of(summary: Summary, seconds: float) -> dict[str, Any]:
    """Return the line of a run in the ledger: when it ended, how, and what it counted."""
    counts = [table for table in summary.tables.values() if table]
    return {
        "act": "run",
        "when": dt.datetime.now().astimezone().isoformat(timespec="seconds"),
        "state": summary.ending.state,
        "exit_code": int(summary.ending.exit_code),
        "run_id": summary.run_id,
        "as_of": summary.as_of,
        "release": summary.release,
        "rows": sum(table.get("read", 0) for table in counts),
        "quarantined": sum(table.get("quarantined", 0) for table in counts),
        "findings": sum(summary.findings.values()),
        "patients": summary.cohort.get("n"),
        "seconds": seconds,
    }


def _trend(run: "JudgedRun") -> str:
    """Return the page of all releases up to this one."""
    from pipelines.release.listed import releases_made
    from pipelines.report.trend_page import trend_page

    before = [(day, folder) for day, folder in releases_made(run.prepared.request.zones.registry) if folder.name != run.prepared.run_id]
    return trend_page([*before, (f"{dt.date.today()}", run.prepared.release)])


def _pages(request: Request, summary: Summary, seconds: float, results: str, page: str) -> dict[str, str]:
    """Return status.json, results.json and the page of a run; `page` is that of its release, "" where it has none."""
    from pipelines.report.language import words_of
    from pipelines.report.run_page import pages_of_release, pages_without_statistics

    status, read, words = summary.status(seconds), json.loads(results), words_of(request.settings)
    if page:
        shown = pages_of_release(request.zones, page, read, words)
    else:
        shown = pages_without_statistics(request.zones, status, read if summary.ending is Ending.STOPPED else None, words)
    return {STATUS: to_json(status), "results.json": results} | shown


def _rule_pages(request: Request, results: Mapping[str, Any]) -> dict[str, str]:
    from pipelines.book.pages import draw_pages

    drawn = draw_pages(request.settings.rules, results, request.settings.study)
    return {f"rules/{name}": text for name, text in drawn.items()}
