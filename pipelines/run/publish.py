"""The last steps of a run: statistics and release of one that may be published, then what everybody may see of any that came so far."""

import json
from dataclasses import replace

from pipelines.release.published_texts import refuse_naming
from pipelines.release.write_release import to_json, write_release
from pipelines.run.ending import Ending
from pipelines.run.judge import JudgedRun
from pipelines.run.progress import Progress
from pipelines.run.state import Prepared, Summary
from pipelines.settings.zones import close_to_others, point, publish_folder, write_text
from pipelines.warehouse.read_roles import read_roles, roles_without_table
from schemas.role import OF_STATISTICS


def analyse(run: JudgedRun, progress: Progress) -> JudgedRun:
    """Run the statistics into the folder of the release, and return the results with what was checked of them.

    A registry that lacks a table which the statistics read has none, and the report says so.
    """
    from pipelines.report.without_statistics import write_results_without_statistics

    progress.step("statistics")
    missing = roles_without_table(OF_STATISTICS)
    if missing:
        settings = run.prepared.request.settings
        write_results_without_statistics(missing, settings, run.results, run.prepared.release / "results")
        return run
    return _with_statistics(run)


def _with_statistics(run: JudgedRun) -> JudgedRun:
    from pipelines.book.outcomes import rule_results
    from pipelines.gate.statistics_rules import conclude_statistics
    from pipelines.report.disclosure.publish import statistics_in_profile
    from pipelines.report.write_results import write_results
    from pipelines.run.variants import read_variants

    settings = run.prepared.request.settings
    variants = read_variants(run.connection, settings) if settings.report.profile == "internal" else ()
    statistics = statistics_in_profile(read_roles(run.connection, OF_STATISTICS), settings, variants)
    results = {**run.results, "rules": [*run.results["rules"], *rule_results(conclude_statistics(statistics))]}
    write_results(statistics, settings, results, run.prepared.release / "results")
    return replace(run, results=results)


def publish(run: JudgedRun, progress: Progress) -> JudgedRun:
    """Make the run's rows and findings, and then its release, the current ones, each in one step."""
    from pipelines.findings.queries.build_queries import moves_of
    from pipelines.findings.queries.query_log import append_moves, log_path
    from pipelines.release.write_suites import write_suites
    from pipelines.settings.rules_in_force import rules_in_force

    zones, run_id, settings = run.prepared.request.zones, run.prepared.run_id, run.prepared.request.settings
    progress.step("publishing the release")
    write_suites(run.connection, rules_in_force(settings.rules, settings.study), run.prepared.release)
    write_release(run.connection, run.prepared.release, run_id, run.prepared.inputs, run.results)
    refuse_naming(run.prepared.release, run.summary.identifiers)
    keep_findings(run)
    publish_folder(run.prepared.release, zones.registry / "releases" / run_id, zones.registry / "current")
    append_moves(log_path(zones.restricted), moves_of(run.connection))
    return replace(run, summary=replace(run.summary, ending=Ending.PUBLISHED, release=run_id))


def keep_findings(run: JudgedRun) -> None:
    """Make the run's rows, quarantine and findings the current ones of the restricted zone."""
    restricted = run.prepared.request.zones.restricted
    close_to_others(run.prepared.restricted)
    publish_folder(run.prepared.restricted, restricted / "runs" / run.prepared.run_id, restricted / "current")


def show(run: JudgedRun) -> None:
    """Write what everybody may see of the run: results.json, the rule book with its outcomes, the page of a release."""
    from pipelines.book.pages import write_rule_pages
    from pipelines.report.run_page import write_page_of_release

    request = run.prepared.request
    is_published = run.summary.ending is Ending.PUBLISHED  # and then searched already
    text = to_json(run.results)
    write_text(request.zones.out / "results.json", text if is_published else run.summary.identifiers.masked(text))
    write_rule_pages(request.zones.out / "rules", request.settings.rules, run.results, request.settings.study)
    if is_published:
        write_page_of_release(request.zones, run.results)


def show_again(prepared: Prepared, summary: Summary) -> Summary:
    """Say again what the published release of the same inputs came to, also where a stopped run has said something else since."""
    from pipelines.book.pages import write_rule_pages
    from pipelines.report.run_page import write_page_of_release

    zones, run_id = prepared.request.zones, prepared.run_id
    text = (zones.registry / "current" / "results.json").read_text(encoding="utf-8")
    results = json.loads(text)
    restricted = zones.restricted / "runs" / run_id
    write_text(zones.out / "results.json", text)
    if (zones.restricted / "current").resolve() != restricted.resolve():
        point(zones.restricted / "current", restricted)
    index = zones.out / "rules" / "index.html"
    if not index.is_file() or run_id not in index.read_text(encoding="utf-8"):
        settings = prepared.request.settings
        write_rule_pages(zones.out / "rules", settings.rules, results, settings.study)
    write_page_of_release(zones, results)
    said = {name: results[name] for name in ("tables", "findings", "worst", "cohort")}
    return replace(summary, ending=Ending.UNCHANGED, release=run_id, **said)
