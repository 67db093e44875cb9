"""The step that says what the gate has come to: the findings of a run, its results, and whether it may be published."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import duckdb

from pipelines.raw.pseudonyms import pseudonym_of
from pipelines.raw.shown_places import as_shown, files_as_shown
from pipelines.run.ending import Ending
from pipelines.run.failure import keep_details
from pipelines.run.layers import named_counts
from pipelines.run.load import LoadedRun
from pipelines.run.lost_tables import why_all_are_lost
from pipelines.run.rebuild import keep_settings
from pipelines.run.state import Prepared, Summary
from pipelines.warehouse.build_tables import quoted, table_types
from pipelines.warehouse.table_files import table_of
from schemas.role import ANALYSIS_SET, COHORT_FLOW

if TYPE_CHECKING:
    from pipelines.gate.check_rules import Outcome


@dataclass(frozen=True)
class JudgedRun:
    """A run with its results; it is under way still if nothing bars it from being published."""

    prepared: Prepared
    connection: duckdb.DuckDBPyConnection
    results: Mapping[str, Any]
    summary: Summary


def judge(run: LoadedRun, summary: Summary, canaries: Mapping[Any, str]) -> JudgedRun:
    """Write the findings and return what the run came to; `canaries` says of each rule whether it caught its own."""
    from pipelines.findings.build_findings import build_findings, count_findings, count_levels, worst_rules
    from pipelines.findings.queries.build_queries import build_queries, keep_queries
    from pipelines.findings.workbook import write_findings_workbook
    from pipelines.gate.known_findings import hold_known
    from pipelines.gate.loading_rules import conclude_loading
    from pipelines.gate.row_changes import describe_changes
    from pipelines.gate.self_test.canaries import hold_canaries
    from pipelines.settings.rules_in_force import rules_in_force

    connection, prepared = run.layers.connection, run.prepared
    held = hold_canaries(run.layers.outcomes, canaries)
    outcomes = [*conclude_loading(connection, run.loaded, len(prepared.request.settings.readers)), *held]
    run.layers.progress.step("writing the findings")
    build_findings(connection, prepared.run_id, prepared.request.settings_file)
    settings = prepared.request.settings
    book = rules_in_force(settings.rules, settings.study)
    build_queries(connection, book, prepared.log)
    numbers = _numbers(run)
    keep_queries(connection, prepared.restricted, numbers)
    connection.execute(f"copy quarantine.findings to {quoted(prepared.restricted / 'findings.parquet')} (format parquet)")
    write_findings_workbook(connection, prepared.restricted / "findings.xlsx", numbers)
    keep_settings(prepared)
    shutil.rmtree(prepared.restricted / "spill", ignore_errors=True)
    found = replace(
        summary,
        changes=describe_changes(connection),
        findings=count_findings(connection),
        levels=count_levels(connection),
        worst=worst_rules(connection),
        cohort=_size_of_cohort(connection),
    )
    outcomes = hold_known(connection, outcomes, prepared.last.run)
    judged = _held_to(found, outcomes, run)
    _write_review(run, judged, numbers)
    return JudgedRun(prepared, connection, _results(run, judged, outcomes), judged)


def _numbers(run: LoadedRun) -> dict[str, str]:
    """Return the patient numbers of the drop by pseudonym, which the hospital looks for in its own system; {} where it wants none."""
    prepared = run.prepared
    if not prepared.request.settings.identity.numbers_in_findings:
        return {}
    return {pseudonym_of(number, prepared.key): number for number in run.loaded.patient_numbers}


def _write_review(run: LoadedRun, summary: Summary, numbers: Mapping[str, str]) -> None:
    """Write the page on which a person goes through the queries; of a run that is not published they have no numbers that stay."""
    from pipelines.findings.review.write_page import ReviewedRun, write_review_page
    from pipelines.settings.rules_in_force import rules_in_force

    settings = run.prepared.request.settings
    reviewed = ReviewedRun(
        run_id=run.prepared.run_id,
        as_of=run.prepared.request.as_of.isoformat(),
        registry=settings.registry.name,
        language=settings.review.language,
        is_answerable=summary.ending is Ending.UNDER_WAY,
        patient_numbers=numbers,
        other_numbers={one.pseudonym: one.as_sent for one in run.loaded.hospital_numbers},
        book=rules_in_force(settings.rules, settings.study),
    )
    write_review_page(run.layers.connection, reviewed, run.prepared.restricted / "review.html")


def _size_of_cohort(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Return the patients of the analysis set, and of each arm; {} where the registry has none."""
    table = table_of(ANALYSIS_SET)
    if not table:
        return {}
    arms = dict(connection.execute(f"select arm, count(*) from cohort.{table} group by arm order by arm").fetchall())
    return {"n": sum(arms.values()), "arms": arms}


def _held_to(summary: Summary, outcomes: list["Outcome"], run: LoadedRun) -> Summary:
    """Say whether the run may be published: not with a rule that could not run, nor with one that stops."""
    from pipelines.gate.self_test.canaries import say_errors

    faults = {f"{one.rule.id} ({one.rule.name}) on {one.layer}.{one.table}": one.fault for one in outcomes if one.outcome == "error"}
    if faults:
        logs = run.prepared.request.zones.restricted / "logs"
        details = keep_details("\n\n".join(f"{rule}\n{why}" for rule, why in faults.items()), logs)
        message = f"a fault of the program: {say_errors(faults)}{details}"
        return replace(summary, ending=Ending.OUR_FAULT, message=message, faults=faults)
    first = next((one for one in outcomes if one.stops), None)
    if first:
        return replace(summary, ending=Ending.STOPPED, message=_why_stopped(run.layers.connection, first))
    return summary


def _why_stopped(connection: duckdb.DuckDBPyConnection, stopping: "Outcome") -> str:
    rule = stopping.rule
    where = f"{stopping.layer}.{stopping.table}"
    if stopping.layer == "quarantine":  # its rows are tables
        where = _what_is_meant(connection, stopping)
    action = rule.filled(rule.action)
    lost = why_all_are_lost(connection)
    return f"stopped by {rule.id} on {where}: {stopping.stops}.{lost} {action} The findings are in restricted/current/findings.xlsx."


def _what_is_meant(connection: duckdb.DuckDBPyConnection, stopping: "Outcome") -> str:
    """Return the tables that a rule of the quarantine layer found, and of patients how many: outside the restricted zone none is named."""
    found = connection.execute(
        "select distinct row_key from gate.findings where rule = ? and name = ? order by row_key", [stopping.rule.id, stopping.rule.name]
    ).fetchall()
    keys = [key for (key,) in found]
    if "patient_id" in table_types(connection, stopping.layer, stopping.table):
        of_patients = connection.execute(
            f"select count(distinct patient_id) from {stopping.layer}.{stopping.table} where list_contains(?, row_key)", [keys]
        ).fetchall()[0][0]
        if of_patients:
            return f"{of_patients} patient{'' if of_patients == 1 else 's'}"
    return ", ".join(keys)


def _results(run: LoadedRun, summary: Summary, outcomes: list["Outcome"]) -> dict[str, Any]:
    """Return the content of results.json; counts and names only."""
    from pipelines.book.outcomes import rule_results
    from pipelines.findings.queries.count_queries import count_queries
    from pipelines.settings.rules_in_force import rules_in_force

    settings, loaded = run.prepared.request.settings, run.loaded
    book, called = rules_in_force(settings.rules, settings.study), files_as_shown(run.layers.connection)
    return {
        "run_id": summary.run_id,
        "as_of": summary.as_of,
        "registry": settings.registry.name,
        "override_reason": settings.gate.reason_on(run.prepared.request.as_of),
        "files": as_shown(run.layers.connection, loaded.sheets),
        "rows": [{"table": table, "file": called[file], **named_counts(row)} for table, file, *row in run.layers.counts],
        "columns": {table: sorted(columns) for table, columns in sorted(loaded.columns.items())},
        "withdrawn": {"patients": len(run.prepared.withdrawn), "rows": dict(run.withdrawn)},
        "tables": summary.tables,
        "findings": summary.findings,
        "worst": summary.worst,
        "queries": count_queries(run.layers.connection),
        "rules": rule_results(outcomes),
        "changed_rules": book.changed_rules(),
        "off_rules": book.off_rules(),
        **_flow(run.layers.connection),
        "cohort": summary.cohort,
    }


def _flow(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Return how many patients each step of the cohort flow leaves; nothing where the registry has none."""
    table = table_of(COHORT_FLOW)
    if not table:
        return {}
    steps = connection.sql(f"select * exclude (row_key) from cohort.{table} order by step")
    return {"cohort_flow": steps.pl().to_dicts()}
